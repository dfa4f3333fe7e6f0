"""The recognised practices, narrowed by topic, audience and words; no person without consent."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from legal_updates.models import Topic
from network.core.dates import format_day
from network.core.export import csv_response
from network.core.text import clean_input, fold

from ..models import AdoptionState, Audience, Practice
from ..selectors import public_practices

PER_PAGE = 20


@never_cache
@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """List them, the newest decision first."""
    words, audience, topic = (
        clean_input(request.GET.get(name, "")) for name in ("q", "doi-tuong", "linh-vuc")
    )
    rows = public_practices()
    if audience in Audience.values:
        rows = rows.filter(audience=audience)
    if topic:
        rows = rows.filter(topic__slug=topic)
    if words:
        rows = rows.filter(pk__in=_named(words))
    used = Practice.objects.filter(pk__in=public_practices().values("pk")).values("topic")
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        "audiences": Audience.choices,
        "topics": Topic.objects.filter(pk__in=used),
        "asked": words,
        "audience": audience,
        "topic": topic,
    }
    return render(request, "practices/index.html", context)


def _named(words: str) -> list[int]:
    """Return those that hold the words; accents need not be typed."""
    wanted = fold(words).split()
    rows = public_practices().values_list("pk", "title", "area", "agency__name")
    return [pk for pk, *texts in rows if all(word in fold(" ".join(texts)) for word in wanted)]


@never_cache
@require_safe
def practice(request: HttpRequest, practice_id: int) -> HttpResponse:
    """Tell of one, and of who runs it."""
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
    """Return the whole list as a table."""
    columns = [
        (_("Name of the practice"), lambda row: row.title),
        (_("Agency"), lambda row: row.agency.name),
        (_("Topic"), lambda row: row.topic.name),
        (_("Whom it reaches"), lambda row: row.get_audience_display()),
        (_("Where it is done"), lambda row: row.area),
        (_("Decision"), lambda row: row.number),
        (_("Date of the decision"), lambda row: format_day(row.recognised_on)),
        (_("Agencies that run it"), lambda row: row.running),
    ]
    return csv_response(name="mo-hinh", columns=columns, rows=public_practices())
