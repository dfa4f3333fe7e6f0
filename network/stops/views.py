"""Public page, calendar and feed of stops."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.core.dates import format_moment
from network.core.feeds import EMPTY_FEED_DATE, FeedChannel, FeedEntry, answer_feed, entry_id
from network.core.freshness.middleware import for_visitors

from .calendar import CONTENT_TYPE, calendar_of
from .models import PlannedStop
from .selectors import stops_on_band

_MOST_SHOWN = 50


@require_safe
@for_visitors
def stops(request: HttpRequest) -> HttpResponse:
    """Show the stops to come and the past ones."""
    now = timezone.now()
    on_band = list(stops_on_band(now))
    past = PlannedStop.objects.exclude(pk__in=[stop.pk for stop in on_band])[:_MOST_SHOWN]
    return render(request, "stops/stops.html", {"stops": on_band, "past": past})


@require_safe
@for_visitors
def calendar(request: HttpRequest) -> HttpResponse:
    """Return the stops as an iCalendar file."""
    address = request.build_absolute_uri(reverse("stops:index"))
    body = calendar_of(PlannedStop.objects.all()[:_MOST_SHOWN], address=address)
    return HttpResponse(body, content_type=CONTENT_TYPE)


@require_safe
def feed(request: HttpRequest, file: str) -> HttpResponse:
    """Return the stops as a feed in the format of the file name, or 304."""
    entries = [_entry(stop) for stop in PlannedStop.objects.all()[:_MOST_SHOWN]]
    channel = FeedChannel(
        title=_("Stops of the system"),
        description=_("Planned stops, new times, and when the system is back."),
        path=reverse("stops:index"),
        entries=entries,
        updated=max((entry.updated for entry in entries), default=EMPTY_FEED_DATE),
    )
    return answer_feed(request, channel, file)


def _entry(stop: PlannedStop) -> FeedEntry:
    times = {"begin": format_moment(stop.begins_at), "end": format_moment(stop.ends_at)}
    summary = f"{stop.reason} {stop.works} {stop.overrun_reason}".strip()
    return FeedEntry(
        id=entry_id("tam-dung", stop.pk),
        title=_("Stop from %(begin)s to %(end)s") % times + f" ({stop.get_state_display()})",
        link=reverse("stops:index"),
        summary=summary,
        html=f"<p>{escape(summary)}</p>",
        sources=[],
        topics=[],
        published=stop.announced_at,
        updated=stop.changed_at,
    )
