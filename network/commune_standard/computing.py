"""Judge communes by the indicators of a day, and store the results of the year."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from network.agencies.models import Agency
from network.oversight.models import Status
from network.oversight.running import participating_agencies
from network.oversight.sources import EvidenceRef
from network.oversight.verdicts.rejections import Rejections
from network.reporting.sources import CountedItem
from network.reporting.totals import COMMUNE_KINDS

from .basis import HAND_FIGURE, basis_requirement
from .models import (
    OF_PARTS,
    CommuneIndicator,
    CommuneResult,
    HandFigure,
    JudgingKind,
)
from .sources import source_named

# Missing items stored with a result.
MOST_ITEMS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of an indicator or part: `good` of `total`, and how many steps are missing."""

    status: Status
    good: int = 0
    total: int = 0
    missing: int = 0
    items: tuple[CountedItem, ...] = ()
    parts: Mapping[str, "Outcome"] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """Return the parts and the first missing items as JSON."""
        return {
            "items": [each.stored() for each in self.items[:MOST_ITEMS]],
            "parts": {
                key: {
                    "status": part.status.value,
                    "good": part.good,
                    "total": part.total,
                    "missing": part.missing,
                    **part.stored(),
                }
                for key, part in self.parts.items()
            },
        }


type Items = Mapping[int, Sequence[CountedItem]]


class YearFigures:
    """The figures of communes from 1 January to a day, each source read once."""

    def __init__(self, agencies: Collection[int], day: dt.date, now: dt.datetime) -> None:
        self.agencies, self.day = agencies, day
        self.rejections = Rejections.at(agencies, now)
        self._items: dict[str, Items] = {}
        self.by_hand = self._by_hand()

    def _by_hand(self) -> dict[tuple[int, str], HandFigure]:
        """Return {(agency id, key): figure entered by hand}, without those whose basis the overseer
        rejected."""
        figures = list(HandFigure.objects.filter(agency__in=self.agencies, year=self.day.year))
        if figures:
            basis_requirement()
        rests: dict[int, list[EvidenceRef]] = defaultdict(list)
        for each in figures:
            rests[each.agency_id].append(HAND_FIGURE.of(each.pk))
        lost = self.rejections.lost(rests)
        return {
            (each.agency_id, each.key): each
            for each in figures
            if (each.agency_id, HAND_FIGURE.of(each.pk)) not in lost
        }

    def items(self, source: str) -> Items:
        """Return {agency id: counted items} of a source, without items whose evidence the
        overseer rejected. Few queries, whatever the number of communes."""
        if source not in self._items:
            found: dict[int, list[CountedItem]] = defaultdict(list)
            first = self.day.replace(month=1, day=1)
            counted = list(source_named(source)(self.agencies, first, self.day))
            lost = self._lost(counted)
            for agency, item in counted:
                if not any((agency, ref) in lost for ref in item.rests):
                    found[agency].append(item)
            self._items[source] = found
        return self._items[source]

    def _lost(self, counted: Sequence[tuple[int, CountedItem]]) -> set[tuple[int, EvidenceRef]]:
        """Return (agency id, rejected row) among the rows that the items rest on."""
        rests: dict[int, list[EvidenceRef]] = defaultdict(list)
        for agency, item in counted:
            rests[agency] += [EvidenceRef(*ref) for ref in item.rests]
        return self.rejections.lost(rests)


@transaction.atomic
def compute_communes(*, now: dt.datetime, day: dt.date, only: Collection[int] | None = None) -> int:
    """Store the results of the communes (`only` these, None for all) for the year of `day`.

    Returns the number of results. Results of other years stay as they are.
    """
    agencies = [each.pk for each in communes_on(day) if only is None or each.pk in only]
    indicators = list(CommuneIndicator.objects.valid_on(day))
    figures = YearFigures(agencies, day, now)
    results = [
        _result(indicator.key, agency, outcome, day.year, now)
        for indicator in indicators
        if not indicator.parent
        for agency, outcome in judge(indicator, indicators, figures).items()
    ]
    here = CommuneResult.objects.filter(agency__in=agencies, year=day.year)
    here.exclude(key__in={each.key for each in results}).delete()
    CommuneResult.objects.bulk_create(
        results,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["agency", "key", "year"],
        update_fields=["status", "good", "total", "missing", "detail", "computed_at"],
    )
    return len(results)


def _result(key: str, agency: int, outcome: Outcome, year: int, now: dt.datetime) -> CommuneResult:
    """Return the unsaved result of an outcome."""
    return CommuneResult(
        agency_id=agency,
        key=key,
        year=year,
        status=outcome.status,
        good=outcome.good,
        total=outcome.total,
        missing=outcome.missing,
        detail=outcome.stored(),
        computed_at=now,
    )


def communes_on(day: dt.date) -> list[Agency]:
    """Return the communes and wards with an open section on `day`, by name."""
    return list(participating_agencies(day).filter(kind__in=COMMUNE_KINDS))


def judge(
    indicator: CommuneIndicator, lines: Sequence[CommuneIndicator], figures: YearFigures
) -> dict[int, Outcome]:
    """Return {agency id: outcome} of an indicator. `lines` include its parts."""
    if indicator.kind in OF_PARTS:
        parts = {
            each.key: judge(each, lines, figures) for each in lines if each.parent == indicator.key
        }
        return {
            pk: _of_parts(indicator, {key: found[pk] for key, found in parts.items()})
            for pk in figures.agencies
        }
    if indicator.kind == JudgingKind.BY_HAND:
        return {
            pk: _entered(indicator, figures.by_hand.get((pk, indicator.key)))
            for pk in figures.agencies
        }
    good = figures.items(indicator.good)
    if indicator.kind == JudgingKind.COUNT:
        return {pk: _counted(indicator, good.get(pk, ())) for pk in figures.agencies}
    total = figures.items(indicator.total)
    return {
        pk: _shared(indicator, good.get(pk, ()), total.get(pk, ()))
        if total.get(pk)
        else _of_nothing(indicator, figures.by_hand.get((pk, indicator.key)))
        for pk in figures.agencies
    }


def _of_parts(indicator: CommuneIndicator, parts: Mapping[str, Outcome]) -> Outcome:
    """Judge by the number of met parts. Parts without a figure leave it open, if they decide."""
    met = sum(each.status == Status.MET for each in parts.values())
    unknown = sum(each.status == Status.UNKNOWN for each in parts.values())
    is_some = indicator.kind == JudgingKind.SOME
    needed = min(indicator.threshold, len(parts)) if is_some else len(parts)
    status = Status.MET if met >= needed else Status.NOT_MET
    if status == Status.NOT_MET and met + unknown >= needed:
        status = Status.UNKNOWN
    return Outcome(status, met, needed, max(0, needed - met), parts=parts)


def _entered(indicator: CommuneIndicator, figure: HandFigure | None) -> Outcome:
    if figure is None:
        return Outcome(Status.UNKNOWN, missing=1)
    if figure.none_arose:
        return Outcome(Status.MET if indicator.none_counts_as_met else Status.NOT_MET)
    return _share(indicator, figure.good, figure.total)


def _counted(indicator: CommuneIndicator, items: Sequence[CountedItem]) -> Outcome:
    number = _sum(items)
    missing = max(0, indicator.threshold - number)
    status = Status.NOT_MET if missing else Status.MET
    return Outcome(status, number, indicator.threshold, missing)


def _shared(
    indicator: CommuneIndicator, good: Sequence[CountedItem], total: Sequence[CountedItem]
) -> Outcome:
    done = {(each.label, each.url) for each in good}
    left = tuple(each for each in total if (each.label, each.url) not in done)
    whole = _sum(total)
    return _share(indicator, min(_sum(good), whole), whole, left)


def _of_nothing(indicator: CommuneIndicator, declared: HandFigure | None) -> Outcome:
    """Judge a share of nothing: met if the line says so, else only if the commune has declared that
    nothing arose."""
    if indicator.none_counts_as_met or (declared and declared.none_arose):
        return Outcome(Status.MET)
    return Outcome(Status.UNKNOWN, missing=1)


def _share(
    indicator: CommuneIndicator, good: int, total: int, left: tuple[CountedItem, ...] = ()
) -> Outcome:
    """Judge a share in per cent. The number of missing steps is what the threshold still needs."""
    # Rounded up: 80 % of 12 are 10.
    needed = -(-indicator.threshold * total // 100)
    missing = max(0, needed - good)
    status = Status.NOT_MET if missing else Status.MET
    return Outcome(status, good, total, missing, left if missing else ())


def _sum(items: Sequence[CountedItem]) -> int:
    return sum(each.amount or 0 for each in items)
