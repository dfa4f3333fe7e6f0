"""Public lists of warnings and events, and an event as a calendar file. Without session."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors
from sites.models import EventPage

from . import selectors
from .calendar import calendar_of

PER_PAGE = 15


@require_safe
@for_visitors
def warnings(request: HttpRequest) -> HttpResponse:
    """List all warnings, newest first."""
    depends_on("hub", "agencies")
    pages = Paginator(selectors.warnings(), PER_PAGE)
    return render(
        request, "hub/warnings.html", {"warnings": pages.get_page(request.GET.get("trang"))}
    )


@require_safe
@for_visitors
def events(request: HttpRequest) -> HttpResponse:
    """List the events that are not over, soonest first."""
    depends_on("hub", "agencies")
    pages = Paginator(selectors.coming_events(timezone.localdate()), PER_PAGE)
    return render(request, "hub/events.html", {"events": pages.get_page(request.GET.get("trang"))})


@require_safe
@for_visitors
def event_calendar(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return a public event as an iCalendar file."""
    event = get_object_or_404(EventPage.objects.live().public(), pk=page_id)
    depends_on("hub", "agencies")
    address = request.build_absolute_uri(event.url)
    response = HttpResponse(
        calendar_of(event, address=address), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response
