"""The start page: events to enter, and requests for a reporter that wait for an answer."""

from django.http import HttpRequest

from network.desks.lists import DeskList
from network.desks.worklist import own_desks

from .desk.events import EventsView
from .reporters.request_views import RequestsView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return what waits for who serves an agency."""
    return own_desks(request, EventsView, RequestsView)
