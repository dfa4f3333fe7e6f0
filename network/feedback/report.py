"""Officers' list of rated pages, and the figure of the start page."""

import datetime as dt
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.agencies.figures import Figure
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now

from .selectors import count_weak_pages, number_set_aside, rated_pages


@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """Show the rated pages of the user's agencies, or of all for overseers. Three queries."""
    scope, day = scope_now(request), timezone.localdate()
    context = {
        "pages": rated_pages(scope, day=day),
        "set_aside": number_set_aside(scope, day=day),
    }
    return render(request, "feedback/report.html", context)


def weak_pages(request: AdminRequest, now: dt.datetime) -> Iterable[Figure]:
    """Count the pages that many visitors are not satisfied with. One query."""
    number = count_weak_pages(scope_now(request), day=timezone.localdate(now))
    yield Figure(
        number, _("pages that citizens are not satisfied with"), reverse("feedback_report:index")
    )
