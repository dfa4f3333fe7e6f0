"""Findings by the territory of a former district, now and at an earlier moment.

Used by the matrix. Before the reform the district's own agencies worked there, today its communes.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from network.agencies.lineage import Lineage, in_words
from network.agencies.models import Agency
from network.agencies.territories import breaks_across, former_districts

from .models import Requirement
from .running import participating_agencies
from .selectors import Score, findings_at, whole


@dataclass(frozen=True, slots=True)
class AreaCell:
    """How many of a territory's agencies meet one requirement, in percent; None if none is
    judged."""

    share: int | None
    # "better" or "worse" than at the earlier moment, or "".
    trend: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One territory. `before` is None where there is no comparison; `note` says why."""

    name: str
    agencies: int
    score: Score
    before: Score | None
    note: str
    cells: list[AreaCell]


def area_rows(
    requirements: Collection[Requirement], *, moment: dt.datetime, day: dt.date
) -> list[AreaRow]:
    """Return the territories, by name, with the findings of `day` and of an earlier moment. Six
    queries, regardless of the number of agencies."""
    lineage = Lineage(day)
    group_of = former_districts(lineage)
    area_of = {agency.pk: group_of(agency) for agency in Agency.objects.all()}
    number = Counter(area_of[agency.pk] for agency in participating_agencies(day))
    now, before = _scores(None, requirements, area_of), _scores(moment, requirements, area_of)
    breaks = breaks_across(lineage.changes(moment.date(), day), group_of)
    return [
        _row(name, number[name], now[name], before[name], in_words(breaks.get(name, ())))
        for name in sorted(number)
    ]


type _Scores = dict[int, Score]


def _scores(
    moment: dt.datetime | None, requirements: Collection[Requirement], area_of: dict[int, str]
) -> defaultdict[str, _Scores]:
    """Return {territory: {requirement id: score}}, with every requirement. One query."""
    found: defaultdict[str, _Scores] = defaultdict(
        lambda: {each.pk: Score() for each in requirements}
    )
    rows = findings_at(moment).filter(requirement__in=requirements).order_by()
    for agency, requirement, status in rows.values_list("agency_id", "requirement_id", "status"):
        found[area_of[agency]][requirement].counts[status] += 1
    return found


def _row(name: str, agencies: int, now: _Scores, before: _Scores, note: str) -> AreaRow:
    past = whole(before.values())
    cells = [
        AreaCell(
            None if score.share is None else round(score.share),
            "" if note else _trend(before[pk].share, score.share),
        )
        for pk, score in now.items()
    ]
    return AreaRow(name, agencies, whole(now.values()), past if not note else None, note, cells)


def _trend(before: float | None, now: float | None) -> str:
    if before is None or now is None or before == now:
        return ""
    return "better" if now > before else "worse"
