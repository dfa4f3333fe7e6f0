"""The start page: channels and plans that wait for approval."""

from django.http import HttpRequest

from network.desks.lists import DeskList
from network.desks.worklist import own_desks

from ..plans.views import PlansView
from .views import ChannelsView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return what waits for who serves an agency."""
    return own_desks(request, ChannelsView, PlansView)
