"""Practices as each person may read them, and what everybody reads of them."""

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
    """Return one's own practices; to who oversees those of all, without drafts.

    Here and below one's own are also those of agencies that have ended and that one of one's
    agencies alone goes on with.
    """
    own = Q(agency__in=served_by(scope, timezone.localdate()))
    if Role.OVERSEER in scope.roles and not writing:
        own |= ~Q(state=PracticeState.DRAFT)
    return Practice.objects.filter(own).select_related("agency", "topic")


def adoptions_for(scope: Scope, *, writing: bool = False) -> QuerySet[Adoption]:
    """Return what one's agencies have taken up."""
    rows = Adoption.objects.all()
    if writing or Role.OVERSEER not in scope.roles:
        rows = rows.filter(agency__in=served_by(scope, timezone.localdate()))
    return rows.select_related("agency", "practice", "practice__agency")


def roles_for(scope: Scope, row: Practice | Adoption) -> frozenset[str]:
    """Return the person's roles that count for one of them."""
    return held_roles(scope, acting_agency(row.agency, timezone.localdate()).pk)


def contact_for(scope: Scope, practice: Practice) -> str:
    """Return the contact person of a practice, "" for people who may not know who that is.

    Without the person's consent only the practice's own agency, or its only successor, and the
    overseer who answers the practice read it; with consent everybody does.
    """
    own = practice.agency_id in served_by(scope, timezone.localdate())
    may_read = practice.contact_is_public or own or Role.OVERSEER in scope.roles
    return practice.contact if may_read else ""


def public_practices() -> QuerySet[Practice]:
    """Return what citizens read: recognised, and told of by a page that is live at this moment.

    `running` is the number of agencies that run it.
    """
    shown = Practice.objects.filter(state=PracticeState.RECOGNISED, page__live=True)
    running = Count("adoptions", filter=Q(adoptions__state=AdoptionState.RUNNING))
    rows = shown.annotate(running=running).select_related("agency", "topic")
    return rows.order_by("-recognised_on", "-pk")


def asked_about(day: dt.date) -> QuerySet[Practice]:
    """Return the recognised practices of which nobody has said for half a year that they run."""
    return Practice.objects.filter(
        state=PracticeState.RECOGNISED, confirmed_on__lte=day - ASKED_AFTER
    )


def adoptions_asked_about(day: dt.date) -> QuerySet[Adoption]:
    """Return the same of what was taken up."""
    return Adoption.objects.filter(state__in=DONE_STATES, confirmed_on__lte=day - ASKED_AFTER)


def sent_between(agencies: Collection[int], first: dt.date, last: dt.date) -> QuerySet[Practice]:
    """Return what these agencies sent from `first` to `last`: a line of their reports."""
    return Practice.objects.filter(agency__in=agencies, sent_on__range=(first, last))


def recognised_of(agencies: Collection[int], first: dt.date, last: dt.date) -> QuerySet[Practice]:
    """Return which of those were recognised by then: the line below."""
    return sent_between(agencies, first, last).filter(recognised_on__lte=last)


def place_of_practices(agency: Agency) -> SectionIndexPage | None:
    """Return where the agency's section tells of what it does; None where it has no such place."""
    return _place(agency, SectionKey.TIN_HOAT_DONG, SectionKey.TIN_TUC)


def place_of_materials(agency: Agency) -> SectionIndexPage | None:
    """Return where the agency's section has its materials; None where it has no such place."""
    return _place(agency, SectionKey.TAI_LIEU)


def _place(agency: Agency, *keys: SectionKey) -> SectionIndexPage | None:
    home = AgencyHomePage.objects.filter(agency=agency).first()
    if home is None:
        return None
    entries = SectionIndexPage.objects.descendant_of(home).filter(key__in=keys).order_by("path")
    return min(entries, key=lambda entry: keys.index(SectionKey(entry.key)), default=None)
