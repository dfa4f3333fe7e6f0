"""The start page: channels and plans that wait for somebody, and their numbers."""

import datetime as dt
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.menu import roles_now
from network.agencies.models import Role
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.desks.lists import DeskList
from network.desks.panels import NumbersPanel
from network.desks.worklist import own_desks

from ..models import Channel
from ..plans.views import PlansView
from ..tallies import tallies, total
from ..transitions import APPROVING
from .care import CareView
from .filters import ENDING, TO_CONFIRM
from .overview import network_figures
from .views import ChannelsView, agencies_kept


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return what waits for who serves an agency; plans wait for approvers alone."""
    desks = own_desks(request, ChannelsView, CareView)
    return desks if APPROVING.isdisjoint(roles_now(request)) else (*desks, PlansView)


def agency_figures(request: AdminRequest, now: dt.datetime) -> Iterator[Figure]:
    """Count what is missing of the channels of the agencies that one administers."""
    agencies = agencies_kept(scope_now(request), {Role.AGENCY_ADMIN})
    own = Channel.objects.filter(agency__in=agencies)
    whole = total(tallies(own, timezone.localdate(now)).values())
    address = reverse("channels_desk:index")
    lacking = _("pages on social networks to be confirmed again")
    yield Figure(whole.to_confirm, lacking, f"{address}?state={TO_CONFIRM}", serious=True)
    ending = _("pages on social networks of which something ends soon")
    yield Figure(whole.ending, ending, f"{address}?state={ENDING}")


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the numbers of the network, for the overseer."""
    if Role.OVERSEER not in roles_now(request):
        return []

    def figures() -> list[Figure]:
        return network_figures(tallies(Channel.objects.all(), timezone.localdate()))

    heading = gettext_lazy("Pages on social networks")
    return [NumbersPanel("channels", heading=heading, order=156, figures=figures)]
