"""Practices that a user may read, and practices that are public."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from network.agencies.models import Agency, Role
from network.agencies.scope import Scope
from network.agencies.succession import acting_agency, served_by
from network.desks.transitions import held_roles
from sites.models import AgencyHomePage, SectionIndexPage, SectionKey

from .models import ASKED_AFTER, DONE_STATES, Adoption, AdoptionState, Practice, PracticeState


def practices_for(scope: Scope, *, writing: bool = False) -> QuerySet[Practice]:
    """Return the practices of the user's agencies; for overseers, all except drafts.

    In this module, the user's agencies include ended agencies of which one of them is the only
    successor. With `writing`, overseers get no practices of other agencies.
    """
    own = Q(agency__in=served_by(scope, timezone.localdate()))
    if Role.OVERSEER in scope.roles and not writing:
        own |= ~Q(state=PracticeState.DRAFT)
    return Practice.objects.filter(own).select_related("agency", "topic")


def adoptions_for(scope: Scope, *, writing: bool = False) -> QuerySet[Adoption]:
    """Return the adoptions of the user's agencies; for overseers all, unless `writing` is set."""
    rows = Adoption.objects.all()
    if writing or Role.OVERSEER not in scope.roles:
        rows = rows.filter(agency__in=served_by(scope, timezone.localdate()))
    return rows.select_related("agency", "practice", "practice__agency")


def roles_for(scope: Scope, row: Practice | Adoption) -> frozenset[str]:
    """Return the user's roles that apply to a practice or an adoption."""
    return held_roles(scope, acting_agency(row.agency, timezone.localdate()).pk)


def contact_for(scope: Scope, practice: Practice) -> str:
    """Return the contact person of a practice, or "" if the user may not know the name.

    Without consent, only overseers and the practice's own agency, or its only successor, may read
    the name. With consent everybody may.
    """
    own = practice.agency_id in served_by(scope, timezone.localdate())
    may_read = practice.contact_is_public or own or Role.OVERSEER in scope.roles
    return practice.contact if may_read else ""


def public_practices() -> QuerySet[Practice]:
    """Return the public practices: recognised, and described by a page that is live now.

    The annotation `running` is the number of other agencies that apply the practice.
    """
    shown = Practice.objects.filter(state=PracticeState.RECOGNISED, page__live=True)
    running = Count("adoptions", filter=Q(adoptions__state=AdoptionState.RUNNING))
    rows = shown.annotate(running=running).select_related("agency", "topic")
    return rows.order_by("-recognised_on", "-pk")


def asked_about(day: dt.date) -> QuerySet[Practice]:
    """Return the recognised practices last confirmed at least half a year ago."""
    return Practice.objects.filter(
        state=PracticeState.RECOGNISED, confirmed_on__lte=day - ASKED_AFTER
    )


def adoptions_asked_about(day: dt.date) -> QuerySet[Adoption]:
    """Return the running adoptions last confirmed at least half a year ago."""
    return Adoption.objects.filter(state__in=DONE_STATES, confirmed_on__lte=day - ASKED_AFTER)


def sent_between(agencies: Collection[int], first: dt.date, last: dt.date) -> QuerySet[Practice]:
    """Return the practices these agencies first sent between `first` and `last`, for the
    reports."""
    return Practice.objects.filter(agency__in=agencies, sent_on__range=(first, last))


def recognised_of(agencies: Collection[int], first: dt.date, last: dt.date) -> QuerySet[Practice]:
    """Return those practices from sent_between() that were recognised by `last`, for the
    reports."""
    return sent_between(agencies, first, last).filter(recognised_on__lte=last)


def place_of_practices(agency: Agency) -> SectionIndexPage | None:
    """Return the section for the agency's activities or news, or None if there is no such
    section."""
    return _place(agency, SectionKey.TIN_HOAT_DONG, SectionKey.TIN_TUC)


def place_of_materials(agency: Agency) -> SectionIndexPage | None:
    """Return the agency's section for materials, or None if there is none."""
    return _place(agency, SectionKey.TAI_LIEU)


def _place(agency: Agency, *keys: SectionKey) -> SectionIndexPage | None:
    home = AgencyHomePage.objects.filter(agency=agency).first()
    if home is None:
        return None
    entries = SectionIndexPage.objects.descendant_of(home).filter(key__in=keys).order_by("path")
    return min(entries, key=lambda entry: keys.index(SectionKey(entry.key)), default=None)
