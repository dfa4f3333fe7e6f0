"""How an agency is staffed after an import, and what is then missing. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from network.agencies.models import AGENCY_ROLES, Agency, Role

from .reading import RowProblem

# Steps of one article that different people must take.
APART = (Role.AUTHOR, Role.APPRAISER, Role.APPROVER)


@dataclass(frozen=True, slots=True)
class AgencyOutlook:
    """Numbers of people by role at an agency after the import; `line` is its first in the file."""

    agency: Agency
    line: int
    counts: tuple[tuple[str, int], ...]
    lacks: str = ""
    doubt: str = ""

    @property
    def needs_a_look(self) -> bool:
        """Return whether a role is not held, or one person holds too many."""
        return bool(self.lacks or self.doubt)


def foresee(
    agencies: Iterable[Agency],
    rows: Sequence[tuple[int, int, str, str]],
    serving: Iterable[tuple[int, str, str]],
    problems: Sequence[RowProblem],
) -> list[AgencyOutlook]:
    """Return the outlook of each agency in the file, by name.

    `rows` are the file's (line, agency id, address, role), `serving` (agency id, address, role) of
    the people after the import.
    """
    holders: dict[tuple[int, str], set[str]] = defaultdict(set)
    for agency_id, email, role in serving:
        holders[agency_id, role].add(email)
    first = {agency_id: line for line, agency_id, _email, _role in reversed(rows)}
    wrong = {problem.line for problem in problems}
    found = []
    for agency in sorted(set(agencies), key=lambda each: (each.short_name, each.pk)):
        counts = tuple((role.value, len(holders[agency.pk, role])) for role in AGENCY_ROLES)
        lines = [line for line, pk, _email, _role in rows if pk == agency.pk and line in wrong]
        missing = [Role(role).label.lower() for role, number in counts if not number]
        lacks = _("Nobody is %s") % ", ".join(missing) if missing else ""
        if lacks and lines:
            lacks = _("%(lacks)s, line %(line)d is wrong") % {"lacks": lacks, "line": lines[0]}
        doubt, line = _doubt(agency, holders, rows)
        found.append(AgencyOutlook(agency, line or first[agency.pk], counts, lacks, doubt))
    return found


def _doubt(
    agency: Agency,
    holders: dict[tuple[int, str], set[str]],
    rows: Sequence[tuple[int, int, str, str]],
) -> tuple[str, int]:
    """Return a sentence and the line about a person who alone holds two roles that must be apart,
    or ("", 0) if there is none."""
    for place, one in enumerate(APART):
        for other in APART[place + 1 :]:
            first, second = holders[agency.pk, one], holders[agency.pk, other]
            if len(first) == 1 and first == second:
                [email] = first
                line = next((row[0] for row in rows if row[1:3] == (agency.pk, email)), 0)
                roles = {"one": one.label, "other": other.label.lower()}
                text = _("%(one)s and %(other)s are one person (%(agency)s): nobody else decides.")
                return text % (roles | {"agency": agency.short_name}), line
    return "", 0
