"""Serialise the page editor with decisions on the same page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

type View = Callable[..., HttpResponse]


def one_at_a_time(view: View) -> View:
    """Wrap Wagtail's page editor so that each POST locks the page row and runs in one transaction.

    Wagtail submits and cancels in several transactions, using data it read earlier. Without the
    lock, a submission during an approval fails or is only half done.
    """

    @wraps(view)
    def locked(request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, page_id=page_id, **kwargs)
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).first()
            return view(request, page_id=page_id, **kwargs)

    return locked
