"""Queries for activities, reporters and requests."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from network.agencies.models import AGENCY_ROLES, Agency, Role
from network.agencies.places import communes
from network.agencies.scope import Scope, below
from network.agencies.succession import ended_before
from sites.models import EventPage, Language

from .models import Activity, Reporter, ReporterLevel, SpeakerRequest

# Number of days for which a past event is offered for entry.
EVENT_DAYS = 60
KEEPING = frozenset({Role.AGENCY_ADMIN, Role.AUTHOR})
SERVING = frozenset(AGENCY_ROLES)


def kept_agencies(scope: Scope, roles: frozenset[Role] = SERVING) -> list[int]:
    """Return the ids of agencies for which the user holds one of `roles`."""
    return [pk for pk, held in scope.agency_roles.items() if not roles.isdisjoint(held)]


def activities_for(scope: Scope, *, writing: bool = False) -> QuerySet[Activity]:
    """Return the activities of the agencies in `scope`, or all for overseers unless `writing`.

    For reading, this includes activities they co-hosted, and those of ended agencies whose work
    they continue.
    """
    rows: QuerySet[Activity] = Activity.objects.all()
    if Role.OVERSEER not in scope.roles or writing:
        own = Q(agency__in=scope.agency_roles)
        if not writing:
            own |= Q(agency__in=ended_before(scope.agency_roles, timezone.localdate()))
            with_us = Activity.hosts.through.objects.filter(agency__in=scope.agency_roles)
            own |= Q(pk__in=with_us.values("activity"))
        rows = rows.filter(own)
    return rows.select_related("agency", "form", "audience", "topic")


def last_activity(agency: Agency) -> Activity | None:
    """Return the agency's most recently changed activity, or None."""
    return Activity.objects.filter(agency=agency).order_by("-changed_at", "-pk").first()


def waiting_events(scope: Scope, day: dt.date) -> QuerySet[EventPage]:
    """Return past hub events of the user's agencies that are in no diary yet, up to EVENT_DAYS
    old."""
    recorded = Activity.objects.exclude(event=None).values("event")
    today = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    rows = EventPage.objects.live().filter(below(scope.writable_pages)).exclude(pk__in=recorded)
    return (
        rows.annotate(over=Coalesce("ends", "begins"))
        .filter(over__lt=today, over__gte=today - dt.timedelta(days=EVENT_DAYS))
        .order_by("over", "pk")
    )


def commune_choices() -> list[tuple[str, str]]:
    """Return (code, name) of today's communes and wards."""
    return [(each.code, each.name) for each in communes()]


def commune_of(agency: Agency) -> str:
    """Return the code of the commune that the agency governs, or ""."""
    return next((each.code for each in communes() if each.agency_name == agency.name), "")


def commune_name(code: str) -> str:
    """Return the name of a commune, or "" for an unknown code."""
    return next((each.name for each in communes() if each.code == code), "")


def reporters_for(scope: Scope, *, writing: bool = False) -> QuerySet[Reporter]:
    """Return the reporters of the agencies in `scope`, or all for overseers unless `writing`."""
    rows: QuerySet[Reporter] = Reporter.scoped.of(scope, writing=writing)
    return rows.select_related("agency")


def serving_on(day: dt.date) -> QuerySet[Reporter]:
    """Return the reporters whose recognition is valid on `day`."""
    return Reporter.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


def listed_reporters(day: dt.date) -> QuerySet[Reporter]:
    """Return the publicly listed reporters: in office, with consent, of an existing agency."""
    agencies = Agency.objects.valid_on(day)
    rows = serving_on(day).filter(consent_on__isnull=False, agency__in=agencies)
    return rows.select_related("agency").prefetch_related("topics")


class Speaker(NamedTuple):
    """A listed reporter who explains the law in `language`, a code of `Language`."""

    language: str
    language_name: str
    reporter: Reporter


def speakers_for(agency: Agency, day: dt.date) -> list[Speaker]:
    """Return one listed reporter for each language other than Vietnamese, own ones first.

    To a commune that has nobody for a language, reporters of the province come. One query.
    """
    comes = Q(agency=agency)
    if commune_name(agency.code):
        comes |= ~Q(level=ReporterLevel.COMMUNE)
    own_first = Case(When(agency=agency, then=0), default=1, output_field=IntegerField())
    listed = listed_reporters(day).prefetch_related(None).filter(comes)
    others = [each for each in Language if each != Language.VIETNAMESE]
    first, *more = (
        listed.filter(languages__contains=[each.value])
        .annotate(speaks=Value(each.value))
        .order_by(own_first, "name", "pk")[:1]
        for each in others
    )
    found = {reporter.speaks: reporter for reporter in first.union(*more, all=True)}
    return [
        Speaker(each.value, str(each.label), found[each.value])
        for each in others
        if each.value in found
    ]


def available_reporters(agency: Agency, day: dt.date) -> QuerySet[Reporter]:
    """Return the agency's reporters in office, and those sent to it by other agencies."""
    sent = SpeakerRequest.objects.filter(agency=agency).exclude(reporter=None)
    return serving_on(day).filter(Q(agency=agency) | Q(pk__in=sent.values("reporter")))


def requests_for(scope: Scope) -> QuerySet[SpeakerRequest]:
    """Return the requests sent or received by the agencies in `scope`, or all for overseers."""
    rows: QuerySet[SpeakerRequest] = SpeakerRequest.objects.all()
    if Role.OVERSEER not in scope.roles:
        own = scope.agency_roles
        rows = rows.filter(Q(agency__in=own) | Q(to_agency__in=own))
    return rows.select_related("agency", "to_agency", "topic", "reporter")
