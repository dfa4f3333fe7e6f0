"""Start page: events to enter, and speaker requests to answer."""

from django.http import HttpRequest

from network.desks.lists import DeskList
from network.desks.worklist import own_desks

from .desk.events import EventsView
from .reporters.request_views import RequestsView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the lists with work for people who serve an agency."""
    return own_desks(request, EventsView, RequestsView)
