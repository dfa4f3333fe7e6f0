"""The start page: channels that wait for approval."""

from django.http import HttpRequest

from network.desks.lists import DeskList
from network.desks.worklist import own_desks

from .views import ChannelsView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return what waits for who serves an agency."""
    return own_desks(request, ChannelsView)
