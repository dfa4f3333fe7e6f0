"""Start page figures: agencies that need something, and plans that concern the own agency."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.agencies.figures import Figure
from network.agencies.models import Agency
from network.agencies.requests import AdminRequest

from .list_filters import WANTS
from .models import (
    WAITING_STATES,
    PartState,
    ReorganisationPart,
    ReorganisationPlan,
    ReorganisationState,
)
from .own_parts import own_plans
from .selectors import AgencyNeed, agencies_in_need


def agency_figures(request: HttpRequest, now: dt.datetime) -> Iterator[Figure]:
    """Yield the numbers of agencies without section, admin or complete footer, of those to end, of
    those without a keeper, of reorganisations whose day has come, and of opinions to answer. Seven
    queries."""
    today = timezone.localdate(now)
    agencies = reverse("agencies_agency_modeladmin_index")
    for want, label in (
        (AgencyNeed.SECTION, _("agencies whose section is not open yet")),
        (AgencyNeed.ADMIN, _("agencies without an admin")),
        (AgencyNeed.FOOT, _("agencies whose foot of the page is not complete")),
        (AgencyNeed.ENDING, _("agencies that have ended and are still active here")),
        (AgencyNeed.KEEPER, _("agencies that have ended and whose archive nobody keeps")),
    ):
        number = agencies_in_need(Agency.objects.all(), want, today=today).count()
        yield Figure(number, label, f"{agencies}?{WANTS}={want.value}")
    waiting = ReorganisationPlan.objects.filter(state__in=WAITING_STATES, effective_on__lte=today)
    label = _("reorganisations that can be carried out now")
    yield Figure(waiting.count(), label, reverse("reorganisation:index"))
    objections = _shown_parts().exclude(objection="").filter(answered_at=None)
    label = _("opinions of agencies about a reorganisation, to be answered")
    yield Figure(objections.count(), label, reverse("reorganisation:index"), serious=True)


def own_changes(request: AdminRequest, now: dt.datetime) -> Iterator[Figure]:
    """Yield the number of reorganisations that the own agencies may still object to. One query."""
    today = timezone.localdate(now)
    number = sum(
        plan.state == ReorganisationState.ANNOUNCED and (plan.opinions_until or today) >= today
        for plan in own_plans(request)
    )
    label = _("reorganisations that change your agency, open for your opinion")
    yield Figure(number, label, reverse("reorganisation:own"), serious=True)


def _shown_parts() -> QuerySet[ReorganisationPart]:
    shown = ReorganisationPart.objects.filter(plan__state=ReorganisationState.ANNOUNCED)
    return shown.exclude(state=PartState.LEFT_OUT)
