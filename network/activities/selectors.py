"""Activities and reporters that a person may read."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from network.agencies.models import AGENCY_ROLES, Agency, Role
from network.agencies.places import communes
from network.agencies.scope import Scope
from network.agencies.succession import ended_before
from sites.models import EventPage

from .models import Activity, Reporter, SpeakerRequest

# How long an event of the hub waits to be entered.
EVENT_DAYS = 60
KEEPING = frozenset({Role.AGENCY_ADMIN, Role.AUTHOR})
SERVING = frozenset(AGENCY_ROLES)


def kept_agencies(scope: Scope, roles: frozenset[Role] = SERVING) -> list[int]:
    """Return the agencies for which the person holds one of `roles`."""
    return [pk for pk, held in scope.agency_roles.items() if not roles.isdisjoint(held)]


def activities_for(scope: Scope, *, writing: bool = False) -> QuerySet[Activity]:
    """Return one's agencies' activities.

    To read, also those that they held with others, and those of agencies that have ended and whose
    work they go on with.
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
    """Return what the agency entered last."""
    return Activity.objects.filter(agency=agency).order_by("-changed_at", "-pk").first()


def waiting_events(scope: Scope, day: dt.date) -> QuerySet[EventPage]:
    """Return events of one's agencies on the hub that are over and in no diary yet."""
    below = Q(pk__in=())
    for path in scope.writable_pages:
        below |= Q(path__startswith=path)
    recorded = Activity.objects.exclude(event=None).values("event")
    today = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    rows = EventPage.objects.live().filter(below).exclude(pk__in=recorded)
    return (
        rows.annotate(over=Coalesce("ends", "begins"))
        .filter(over__lt=today, over__gte=today - dt.timedelta(days=EVENT_DAYS))
        .order_by("over", "pk")
    )


def commune_choices() -> list[tuple[str, str]]:
    """Return the communes and wards of today by code."""
    return [(each.code, each.name) for each in communes()]


def commune_of(agency: Agency) -> str:
    """Return the code of the commune that the agency governs, "" for another."""
    return next((each.code for each in communes() if each.agency_name == agency.name), "")


def commune_name(code: str) -> str:
    """Return what the commune is called."""
    return next((each.name for each in communes() if each.code == code), "")


def reporters_for(scope: Scope, *, writing: bool = False) -> QuerySet[Reporter]:
    """Return the lists of one's agencies; the overseer reads all."""
    rows: QuerySet[Reporter] = Reporter.scoped.of(scope, writing=writing)
    return rows.select_related("agency")


def serving_on(day: dt.date) -> QuerySet[Reporter]:
    """Return whose recognition holds on `day`."""
    return Reporter.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


def listed_reporters(day: dt.date) -> QuerySet[Reporter]:
    """Return whom the public reads of: in office, and agreed."""
    agencies = Agency.objects.valid_on(day)
    rows = serving_on(day).filter(consent_on__isnull=False, agency__in=agencies)
    return rows.select_related("agency").prefetch_related("topics")


def available_reporters(agency: Agency, day: dt.date) -> QuerySet[Reporter]:
    """Return the agency's own reporters, and those whom others have sent it."""
    sent = SpeakerRequest.objects.filter(agency=agency).exclude(reporter=None)
    return serving_on(day).filter(Q(agency=agency) | Q(pk__in=sent.values("reporter")))


def requests_for(scope: Scope) -> QuerySet[SpeakerRequest]:
    """Return what one's agencies asked or were asked; the overseer reads all."""
    rows: QuerySet[SpeakerRequest] = SpeakerRequest.objects.all()
    if Role.OVERSEER not in scope.roles:
        own = scope.agency_roles
        rows = rows.filter(Q(agency__in=own) | Q(to_agency__in=own))
    return rows.select_related("agency", "to_agency", "topic", "reporter")
