"""Findings of an earlier moment, by the agency of today that answers for the work.

Used by the matrix and by the table of all agencies for the comparison with a month or year before.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from network.agencies.lineage import Lineage, in_words

from .models import Standard, Status
from .selectors import Score, findings_at, scores, whole
from .wording import RANKS


@dataclass(frozen=True, slots=True)
class Past:
    """What became of agencies between a moment and today. One query."""

    moment: dt.datetime
    # {agency id: ids of the former agencies that it alone goes on with}.
    former: Mapping[int, Collection[int]]
    # Why an agency is not comparable, by id.
    notes: Mapping[int, str]

    @classmethod
    def since(cls, moment: dt.datetime, day: dt.date, agencies: Collection[int]) -> "Past":
        """Return the past of these agencies (ids)."""
        lineage = Lineage(day)
        breaks = lineage.breaks(
            lambda each: frozenset(heir.pk for heir in lineage.carried_on(each)),
            since=moment.date(),
            until=day,
        )
        reasons = {pk: in_words(breaks.get(frozenset({pk}), ())) for pk in agencies}
        notes = {pk: text for pk, text in reasons.items() if text}
        return cls(moment, lineage.former_of(agencies), notes)

    def statuses(self, requirements: Collection[int]) -> dict[tuple[int, int], str]:
        """Return {(agency id, requirement id): status} at the moment, without agencies that are not
        comparable. Of several former agencies the worst status counts. One query."""
        heirs = {former: pk for pk, found in self.former.items() for former in found}
        heirs |= {pk: pk for pk in self.former}
        rows = findings_at(self.moment).filter(agency__in=heirs, requirement__in=requirements)
        found: dict[tuple[int, int], list[str]] = defaultdict(list)
        for agency, requirement, status in rows.values_list(
            "agency_id", "requirement_id", "status"
        ):
            if heirs[agency] not in self.notes:
                found[heirs[agency], requirement].append(status)
        return {key: min(each, key=_rank) for key, each in found.items()}

    def scores(self, standard: Standard | None) -> dict[int, Score]:
        """Return {agency id: score} at the moment, that of several former agencies together.
        Agencies that are not comparable are left out. One query."""
        past = scores(standard, at=self.moment)
        return {pk: self.together(past, pk) for pk in self.former if pk not in self.notes}

    def together(self, scores_then: Mapping[int, Score], agency: int) -> Score:
        """Return the sum of an agency's score and those of its former agencies."""
        own = (agency, *self.former[agency])
        return whole(scores_then[pk] for pk in own if pk in scores_then)


def _rank(status: str) -> int:
    """Return the order of a status, of which the lowest counts; one that says nothing last."""
    return RANKS.get(Status(status), len(RANKS))
