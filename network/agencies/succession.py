"""Which agency continues the work of another one."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import Agency, AgencyStatus, Succession, SuccessionKind
from .models.querysets import AgencyQuerySet
from .naming import with_code
from .scope import Scope

# Kind of succession implied by an agency's status, unless an import states it.
_KINDS = {
    AgencyStatus.MERGED: SuccessionKind.MERGER,
    AgencyStatus.DISSOLVED: SuccessionKind.DISSOLUTION,
    AgencyStatus.RENAMED: SuccessionKind.RENAMING,
}


def successors_of(agency: Agency) -> AgencyQuerySet:
    """Return the direct successors of an agency, each once, by name."""
    return Agency.objects.filter(
        pk__in=Succession.objects.filter(predecessor=agency).values("successor")
    ).order_by("name", "pk")


def awaiting_handover(day: dt.date) -> AgencyQuerySet:
    """Return the agencies that ended before `day` and have no successor recorded."""
    handed_over = Succession.objects.filter(predecessor=OuterRef("pk"))
    return Agency.objects.filter(~Exists(handed_over), valid_to__lt=day)


def sole_successor(agency: Agency, day: dt.date) -> Agency | None:
    """Return the only agency that continues all of its work on `day`; the agency itself while it
    exists.

    None if the work was divided or there is no successor. Follows successions over several steps.
    """
    seen = {agency.pk}
    while agency.gone_since(day):
        found = list(successors_of(agency)[:2])
        is_divided = agency.successor_links.filter(partial=True).exists()
        if len(found) != 1 or is_divided or found[0].pk in seen:
            return None
        agency = found[0]
        seen.add(agency.pk)
    return agency


def acting_agency(agency: Agency, day: dt.date) -> Agency:
    """Return the agency whose people do its work on `day`: the sole successor, or the agency
    itself."""
    return sole_successor(agency, day) or agency


def acted_for[Rows: QuerySet[Any]](rows: Rows, agencies: Collection[int], day: dt.date) -> Rows:
    """Return the rows of those agencies whose work the people of `agencies` do on `day`.

    Takes a few queries for each row of an ended agency that may have passed to these, none for
    other rows.
    """
    rows = rows.filter(agency__in={*agencies, *ended_before(agencies, day)})
    ended = rows.filter(agency__valid_to__lt=day).select_related("agency").order_by()
    acting = {row.pk: acting_agency(row.agency, day).pk for row in ended}
    inherited = [pk for pk, agency in acting.items() if agency in agencies]
    own = Q(agency__in=agencies) & ~Q(pk__in=acting)
    return rows.filter(own | Q(pk__in=inherited))


def served_by(scope: Scope, day: dt.date) -> frozenset[int]:
    """Return the agencies in `scope`, plus those ended before `day` that they alone continue.
    Cached on the scope."""
    if day not in scope.served:
        scope.served[day] = frozenset({*scope.agency_roles, *ended_before(scope.agency_roles, day)})
    return scope.served[day]


def ended_before(agencies: Collection[int], day: dt.date) -> set[int]:
    """Return the ids of ended agencies that `agencies` alone continue, over several steps.

    One query per step back.
    """
    found: set[int] = set()
    heirs = set(agencies)
    while heirs:
        links = Succession.objects.filter(successor__in=heirs, predecessor__valid_to__lt=day)
        others = Succession.objects.filter(predecessor=OuterRef("predecessor")).filter(
            ~Q(successor=OuterRef("successor")) | Q(partial=True)
        )
        ended = links.exclude(Exists(others)).values_list("predecessor", flat=True)
        heirs = {pk for pk in ended if pk is not None} - found - set(agencies)
        found |= heirs
    return found


def name_in_link(predecessor: Agency, successor: Agency) -> str:
    """Return the name under which a link stores its predecessor: with the code if another
    predecessor of the same name is linked. Three bodies were called "Sở Tư pháp"."""
    same = Succession.objects.filter(successor=successor, predecessor_name=predecessor.name)
    others = same.filter(predecessor_area="").exclude(predecessor=None)
    is_taken = others.exclude(predecessor=predecessor).exists()
    return with_code(predecessor) if is_taken else predecessor.name


@transaction.atomic
def set_successors(*, agency: Agency, successors: Sequence[Agency]) -> None:
    """Make exactly these agencies the successors of `agency`, keeping known links.

    An imported link that has the predecessor only by name is completed instead of duplicated.
    """
    links = Succession.objects.filter(predecessor=agency)
    links.exclude(successor__in=successors).delete()
    known = set(links.values_list("successor", flat=True))
    Succession.objects.bulk_create(
        [
            Succession(
                successor=each,
                predecessor=agency,
                predecessor_name=name_in_link(agency, each),
                kind=_KINDS.get(AgencyStatus(agency.status), SuccessionKind.TRANSFER),
                # The successor's first day, as in imports.
                date=agency.valid_to and agency.valid_to + dt.timedelta(days=1),
            )
            for each in successors
            if each.pk not in known
        ],
        update_conflicts=True,
        unique_fields=["successor", "predecessor_name", "predecessor_area"],
        update_fields=["predecessor", "outside_network"],
    )
