"""Start page panels of channels, and the network's figures."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.guard.menu import roles_now
from network.agencies.models import Role
from network.desks.lists import DeskList
from network.desks.panels import NumbersPanel
from network.desks.worklist import overseen_desks, own_desks

from ...models import Channel
from ..tallies import tallies
from .care import CareView
from .overview import network_figures
from .views import ChannelsView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the desks of channels with work for the user: contested channels for overseers."""
    desks = own_desks(request, ChannelsView, CareView)
    return overseen_desks(request, ChannelsView) or desks


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel with the network's figures for overseers, [] for others."""
    if Role.OVERSEER not in roles_now(request):
        return []

    def figures() -> list[Figure]:
        return network_figures(tallies(Channel.objects.all(), timezone.localdate()))

    heading = gettext_lazy("Pages on social networks")
    return [NumbersPanel("channels", heading=heading, order=156, figures=figures)]
