"""Agencies in the search of the admin (Ctrl K)."""

from collections.abc import Iterator

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.agencies.guard.menu import may_open
from network.agencies.models import Agency
from network.core.dates import format_day
from network.desks.finding import MOST, FoundThing

EDIT = "agencies_agency_modeladmin_edit"


def find_agencies(request: HttpRequest, words: str) -> Iterator[FoundThing]:
    """Yield the agencies of which a name has the words, also that of a former body, for those who
    keep the list of agencies. Ended agencies come last, with their last day."""
    if not may_open(request, EDIT):
        return
    current_first = F("valid_to").desc(nulls_first=True)
    found = Agency.objects.named(words)
    ordered = found.order_by(current_first, Agency.objects.closeness(words), "name", "pk")
    for agency in ordered[:MOST]:
        yield FoundThing(agency.name, _about(agency), reverse(EDIT, args=[agency.pk]), "group")


def _about(agency: Agency) -> str:
    if agency.valid_to is None or not agency.gone_since(timezone.localdate()):
        return _("Agency")
    return _("Agency, ended on %(day)s") % {"day": format_day(agency.valid_to)}
