"""Public pages and open data of recognised practices. No person is named without consent."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.core.dates import format_day
from network.core.export import csv_response

from ..models import AdoptionState
from ..selectors import public_practices
from .narrowing import narrowed

# A shorter list needs no filter.
PER_PAGE, FILTERED_FROM = 20, 12


@never_cache
@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """List the practices, newest decision first."""
    rows, choices, words = narrowed(request.GET)
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        "choices": choices,
        "is_narrowed": any(choice.chosen for choice in choices),
        "is_long": bool(request.GET) or public_practices().count() >= FILTERED_FROM,
        "asked": words,
        "unknown": _("not recorded"),
    }
    return render(request, "practices/index.html", context)


@never_cache
@require_safe
def practice(request: HttpRequest, practice_id: int) -> HttpResponse:
    """Show one practice and the agencies that apply it."""
    row = get_object_or_404(public_practices().select_related("page"), pk=practice_id)
    running = row.adoptions.filter(state=AdoptionState.RUNNING).select_related("agency")
    context = {
        "practice": row,
        "running": running.order_by("since"),
        "is_confirmed": row.is_confirmed(timezone.localdate()),
    }
    return render(request, "practices/practice.html", context)


@never_cache
@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return the whole list as CSV."""
    columns = [
        (_("Name of the practice"), lambda row: row.title),
        (_("Agency"), lambda row: row.agency.name),
        (_("Topic"), lambda row: row.topic.name),
        (_("Whom it reaches"), lambda row: row.get_audience_display()),
        (_("Where it is done"), lambda row: row.area),
        (_("Cost"), lambda row: row.price),
        (_("Decision"), lambda row: row.number),
        (_("Date of the decision"), lambda row: format_day(row.recognised_on)),
        (_("Agencies that run it"), lambda row: row.running),
    ]
    return csv_response(name="mo-hinh", columns=columns, rows=public_practices())


@never_cache
@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Return the whole list as JSON."""
    return JsonResponse({"practices": [_data(row) for row in public_practices()]})


def _data(row: Any) -> dict[str, str | int | None]:
    return {
        "title": row.title,
        "agency": row.agency.name,
        "topic": row.topic.slug,
        "audience": row.audience,
        "area": row.area,
        "since": row.since.isoformat(),
        "cost": row.cost,
        "decision": row.number,
        "recognised_on": row.recognised_on.isoformat() if row.recognised_on else None,
        "level": row.level,
        "running": row.running,
        "url": reverse("practices:practice", args=[row.pk]),
    }
