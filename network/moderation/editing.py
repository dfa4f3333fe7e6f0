"""The editor of a page, which takes part in the order of all who act on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

type View = Callable[..., HttpResponse]


def one_at_a_time(view: View) -> View:
    """Return Wagtail's editor, whose writes wait for who decides on the page, and are done whole.

    Wagtail submits and takes back in several transactions, with what it has read before: pressed
    while somebody approves, the button met an error, or left half of its work.
    """

    @wraps(view)
    def locked(request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, page_id=page_id, **kwargs)
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).first()
            return view(request, page_id=page_id, **kwargs)

    return locked
