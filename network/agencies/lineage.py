"""Which agencies of an earlier time an agency of today continues, and where the two cannot be
compared.

Used by comparisons with a year before in reports, and with earlier findings in the matrix.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Agency, Succession

_MOST_NAMED = 3


class Cause(Enum):
    """Why the figures before and after a reorganisation are not those of the same work."""

    RECEIVED_PART = gettext_lazy("received a part of %s")
    GAVE_PART = gettext_lazy("gave work to %s")
    OUTSIDE = gettext_lazy("was joined by %s, which never was in the network")
    UNKNOWN = gettext_lazy("nobody has confirmed yet which agency %s was")
    SEVERAL_DISTRICTS = gettext_lazy("%s was formed from several districts")
    WITHIN_PERIOD = gettext_lazy("%s passed to it within the period")
    NO_REPORT_BEFORE = gettext_lazy("no figures of a year before from %s")
    NO_REPORT_NOW = gettext_lazy("no figures of this period from %s")


@dataclass(frozen=True, slots=True)
class Break:
    """A cause with the name of the other body."""

    cause: Cause
    name: str


def in_words(breaks: Iterable[Break], *, names: bool = True) -> str:
    """Return one plain sentence that says why there is no comparison, or "" without a break.

    Without `names` it says how many bodies, for readers who may not see who has not reported.
    """
    found: dict[Cause, list[str]] = defaultdict(list)
    for each in sorted(set(breaks), key=lambda each: each.name):
        found[each.cause].append(each.name)
    parts = [
        str(cause.value) % (_listed(found[cause]) if names else _number(found[cause]))
        for cause in Cause
        if cause in found
    ]
    return _("Not comparable: %s.") % "; ".join(parts) if parts else ""


def _listed(names: list[str]) -> str:
    listed, more = ", ".join(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    if more <= 0:
        return listed
    return _("%(names)s and %(number)d more") % {"names": listed, "number": more}


def _number(names: list[str]) -> str:
    return ngettext("%d agency", "%d agencies", len(names)) % len(names)


class Lineage:
    """All successions, as they are on one day. One query, whatever is asked afterwards."""

    def __init__(self, day: dt.date) -> None:
        self.links = list(Succession.objects.select_related("predecessor", "successor"))
        self._heirs: dict[int, list[Agency]] = defaultdict(list)
        self._parts = Counter(link.predecessor_id for link in self.links)
        for link in self.links:
            if link.predecessor and link.predecessor.gone_since(day):
                self._heirs[link.predecessor.pk].append(link.successor)

    def carried_on(self, agency: Agency, above: frozenset[int] = frozenset()) -> list[Agency]:
        """Return the agencies that go on with the work of `agency`, over several steps; itself if
        it exists, or if there is none."""
        # The set of visited agencies stops a cycle of successions.
        heirs = [] if agency.pk in above else self._heirs[agency.pk]
        last = [end for heir in heirs for end in self.carried_on(heir, above | {agency.pk})]
        return last or [agency]

    def former_of(self, agencies: Collection[int]) -> dict[int, set[int]]:
        """Return {agency id: ids of the ended agencies that it alone goes on with}."""
        found: dict[int, set[int]] = {pk: set() for pk in agencies}
        former = {link.predecessor for link in self.links if link.predecessor}
        for agency in former:
            heirs = {heir.pk for heir in self.carried_on(agency)}
            if len(heirs) == 1 and (heir := heirs.pop()) in found and heir != agency.pk:
                found[heir].add(agency.pk)
        return found

    def changes(self, since: dt.date, until: dt.date) -> list[Succession]:
        """Return the successions after the first day of an earlier time, up to a day."""
        return [link for link in self.links if since < (_day_of(link) or until) <= until]

    def breaks[Group: Hashable](
        self, group_of: Callable[[Agency], Group], *, since: dt.date, until: dt.date
    ) -> dict[Group, set[Break]]:
        """Return why groups of agencies cannot be compared: their work passed to or came from
        another group, or from a body without figures. Groups without a break are left out."""
        found: dict[Group, set[Break]] = defaultdict(set)
        for link in self.changes(since, until):
            heir = group_of(link.successor)
            if link.predecessor is None:
                cause = Cause.OUTSIDE if link.outside_network else Cause.UNKNOWN
                found[heir].add(Break(cause, link.predecessor_name))
                continue
            former = group_of(link.predecessor)
            if former != heir or self._is_cut(link):
                found[heir].add(Break(Cause.RECEIVED_PART, link.predecessor.name))
                found[former].add(Break(Cause.GAVE_PART, link.successor.name))
        return dict(found)

    def _is_cut(self, link: Succession) -> bool:
        """Return whether only a part passed on, and nothing says where the rest went."""
        return link.partial and self._parts[link.predecessor_id] == 1


def _day_of(link: Succession) -> dt.date | None:
    """Return the first day of a succession, None if nothing says it."""
    if link.date:
        return link.date
    ended = link.predecessor and link.predecessor.valid_to
    return ended + dt.timedelta(days=1) if ended else link.successor.valid_from
