"""Which agencies that exist today go on with the work of ended ones, or keep their archives.

Follows successions and keepers over several steps, for many agencies at once.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from .models import Agency, Succession


class Chains:
    """The successors and keepers of ended agencies on one day, in two queries for each step,
    regardless of the number of agencies."""

    def __init__(self, agencies: Iterable[Agency], day: dt.date) -> None:
        self._day = day
        self._links: dict[int, list[Succession]] = {}
        self._keepers: dict[int, Agency] = {}
        ahead = {agency.pk: agency for agency in agencies if agency.gone_since(day)}
        while ahead:
            ahead = {each.pk: each for each in self._read(ahead) if each.gone_since(day)}
            ahead = {pk: each for pk, each in ahead.items() if pk not in self._links}

    def _read(self, ended: dict[int, Agency]) -> list[Agency]:
        """Read who follows on these agencies, and return them."""
        links = Succession.objects.filter(predecessor__in=ended)
        links = links.select_related("successor__home_page").order_by("successor__name", "pk")
        self._links |= {pk: [] for pk in ended}
        for link in links:
            if former := link.predecessor_id:
                self._links[former].append(link)
        wanted = {each.archive_keeper_id for each in ended.values()} - {None}
        found = Agency.objects.select_related("home_page").in_bulk(wanted) if wanted else {}
        keepers = {
            pk: found[each.archive_keeper_id]
            for pk, each in ended.items()
            if each.archive_keeper_id
        }
        self._keepers |= keepers
        return [*(link.successor for link in links), *keepers.values()]

    def sole_heir(self, agency: Agency) -> Agency | None:
        """Return the agency that alone goes on with all the work of an ended one, or None."""
        seen = set()
        while agency.gone_since(self._day):
            links = self._links[agency.pk]
            heirs = {link.successor for link in links}
            if len(heirs) != 1 or any(link.partial for link in links) or agency in seen:
                return None
            seen.add(agency)
            [agency] = heirs
        return agency

    def heirs(self, agency: Agency) -> list[Agency]:
        """Return the agencies that go on with the work of an ended one."""
        return [each for each, is_keeper in self._ends(agency.pk).items() if not is_keeper]

    def keepers(self, agency: Agency) -> list[Agency]:
        """Return the agencies that only keep the archive of an ended one."""
        return [each for each, is_keeper in self._ends(agency.pk).items() if is_keeper]

    def _ends(self, pk: int) -> dict[Agency, bool]:
        """Return each agency at the end of a chain, and whether all ways there are by a keeper."""
        found: dict[Agency, bool] = {}
        for each, is_keeper in self._walk(pk, False, frozenset()):
            found[each] = is_keeper and found.get(each, True)
        return found

    def _walk(self, pk: int, is_kept: bool, above: frozenset[int]) -> Iterator[tuple[Agency, bool]]:
        steps = [(link.successor, is_kept) for link in self._links[pk]]
        if keeper := self._keepers.get(pk):
            steps.append((keeper, True))
        for each, is_keeper in steps:
            if not each.gone_since(self._day):
                yield each, is_keeper
            # A cycle of successions leads nowhere.
            elif each.pk not in above:
                yield from self._walk(each.pk, is_keeper, above | {pk})
