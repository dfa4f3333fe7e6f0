"""Start page figures for network admins: agencies that need something."""

import datetime as dt
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.agencies.figures import Figure
from network.agencies.models import Agency

from .list_filters import WANTS
from .models import WAITING_STATES, ReorganisationPlan
from .selectors import AgencyNeed, agencies_in_need


def agency_figures(request: HttpRequest, now: dt.datetime) -> Iterator[Figure]:
    """Yield the numbers of agencies without section, admin or complete footer, of those to end, and
    of reorganisations whose day has come. Five queries."""
    today = timezone.localdate(now)
    agencies = reverse("agencies_agency_modeladmin_index")
    for want, label in (
        (AgencyNeed.SECTION, _("agencies whose section is not open yet")),
        (AgencyNeed.ADMIN, _("agencies without an admin")),
        (AgencyNeed.FOOT, _("agencies whose foot of the page is not complete")),
        (AgencyNeed.ENDING, _("agencies that have ended and are still active here")),
    ):
        number = agencies_in_need(Agency.objects.all(), want, today=today).count()
        yield Figure(number, label, f"{agencies}?{WANTS}={want.value}")
    waiting = ReorganisationPlan.objects.filter(state__in=WAITING_STATES, effective_on__lte=today)
    label = _("reorganisations that can be carried out now")
    yield Figure(waiting.count(), label, reverse("reorganisation:index"))
