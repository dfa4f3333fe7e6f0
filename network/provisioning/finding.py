"""Agencies in the search of the admin (Ctrl K)."""

from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.guard.menu import may_open
from network.agencies.models import Agency
from network.desks.finding import MOST, FoundThing

EDIT = "agencies_agency_modeladmin_edit"


def find_agencies(request: HttpRequest, words: str) -> Iterator[FoundThing]:
    """Yield the agencies whose name has the words, for those who keep the list of agencies."""
    if not may_open(request, EDIT):
        return
    named = Q(name__icontains=words) | Q(short_name__icontains=words)
    for agency in Agency.objects.filter(named).order_by("name", "pk")[:MOST]:
        yield FoundThing(agency.name, _("Agency"), reverse(EDIT, args=[agency.pk]), "group")
