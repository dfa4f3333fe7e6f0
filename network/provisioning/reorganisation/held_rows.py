"""What an agency holds and who serves it, and what a plan makes of each."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network.agencies.holdings import HOLDINGS, RowFate, count_open_rows, count_rows, label_of
from network.agencies.models import AGENCY_ROLES, Agency, Membership

from .consequences import sole_heir
from .planning import AgencyChange

type Counts = dict[str, dict[int, int]]


@dataclass(frozen=True, slots=True)
class HeldRows:
    """How many rows of one kind an agency holds, or one person who serves it, and what becomes of
    them."""

    label: str
    number: int
    fate: str


def held_rows(changes: Sequence[AgencyChange]) -> dict[int, list[HeldRows]]:
    """Return what each agency holds, by agency id, and the people of those that end. The number of
    queries does not depend on the number of agencies."""
    agencies = [change.agency.pk for change in changes]
    counts, opened = count_rows(agencies), count_open_rows(agencies)
    heirs = {pk: heir for change in changes if (pk := change.agency.pk) and (heir := _heir(change))}
    people = _people([change.agency.pk for change in changes if change.ends], heirs)
    return {
        change.agency.pk: [
            *_held(change, counts, opened, heirs.get(change.agency.pk)),
            *people.get(change.agency.pk, ()),
        ]
        for change in changes
    }


def _heir(change: AgencyChange) -> Agency | None:
    """Return the agency that alone goes on with the work, or None."""
    wanted = sole_heir(change) if change.ends else None
    return next((step.successor for step in change.outgoing if step.successor_id == wanted), None)


def _held(
    change: AgencyChange, counts: Counts, opened: Counts, heir: Agency | None
) -> Iterator[HeldRows]:
    """Yield the rows of each table that people see; what is still open has a line of its own."""
    for name, holding in HOLDINGS.items():
        number = counts[name].get(change.agency.pk, 0)
        if not holding.is_shown or not number:
            continue
        label = capfirst(str(label_of(name)))
        if not change.ends:
            yield HeldRows(label, number, _("stays with this agency"))
            continue
        still_open = opened.get(name, {}).get(change.agency.pk, 0)
        if still_open:
            words = label if still_open == number else _("%(what)s, still open") % {"what": label}
            yield HeldRows(words, still_open, _open_fate(passes=bool(holding.hand_over), heir=heir))
        if rest := number - still_open:
            fate = RowFate.STAYS if holding.fate == RowFate.MOVES else holding.fate
            yield HeldRows(label, rest, str(fate.label))


def _open_fate(*, passes: bool, heir: Agency | None) -> str:
    if not passes:
        return _("stays open with the former agency: settle it before")
    if heir is None:
        return _("stays open with the former agency, because no single agency receives it")
    return _("goes to %(agency)s") % {"agency": heir.name}


def _people(ending: Collection[int], heirs: dict[int, Agency]) -> dict[int, list[HeldRows]]:
    """Return a line for each role of a person at the ending agencies, by agency id."""
    rows = Membership.objects.filter(agency__in=ending, role__in=AGENCY_ROLES)
    serving = rows.valid_on(timezone.localdate()).select_related("user")
    here = Membership.objects.filter(agency__in=heirs.values()).valid_on(timezone.localdate())
    held = set(here.values_list("user", "agency", "role"))
    found: dict[int, list[HeldRows]] = defaultdict(list)
    for row in serving.order_by("user__sort_name", "user_id", "role"):
        heir = heirs.get(row.agency_id or 0)
        label = f"{row.user.shown_name} · {row.get_role_display()}"
        is_held = heir is not None and (row.user_id, heir.pk, row.role) in held
        found[row.agency_id or 0].append(HeldRows(label, 1, _person_fate(row, heir, is_held)))
    return found


def _person_fate(row: Membership, heir: Agency | None, is_held: bool) -> str:
    if heir is None:
        return _("the role ends with the agency, without an invitation")
    words = {"agency": heir.name}
    if is_held:
        return _("the role ends; the person has it at %(agency)s already") % words
    if not row.user.is_active or not row.user.email:
        return _("the role ends; without an active account with email there is no invitation")
    return _("the role ends; an invitation to the same role at %(agency)s follows by mail") % words
