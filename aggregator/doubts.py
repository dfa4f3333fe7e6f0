"""What a source brought in such a way that a person must look, however trusted it is."""

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import Count

from .drafts import FetchedEntries, is_first_fetch
from .feeds.dedupe import DedupeDecision, Verdict
from .feeds.types import EntryProblem, FeedProblem
from .health import DOUBTS
from .models import LibraryItem, Source

_FEWEST = 10
_TIMES = 10
# Without dates already so many times the usual number is too much.
_TIMES_UNDATED = 3
_KNOWN_AFTER = 3
_LOOKED_AT = dt.timedelta(days=60)
_OF_ENTRIES = {
    EntryProblem.WORTHLESS_TITLE: FeedProblem.WORTHLESS_TITLES,
    EntryProblem.DAMAGED_TEXT: FeedProblem.UNREADABLE_TEXTS,
}


def doubts_about(
    arrivals: Sequence[FetchedEntries], decided: Sequence[Sequence[DedupeDecision]]
) -> dict[int, FeedProblem]:
    """Return by source what is doubtful about all that it brought; at most one query.

    A first fetch brings what the portal shows, and tells nothing.
    """
    asked = [
        (each, decisions)
        for each, decisions in zip(arrivals, decided, strict=True)
        if each.whole
        and not is_first_fetch(each.source)
        and (_new(decisions) >= _FEWEST or _is_other_page(decisions))
    ]
    usual = _usual_numbers([each for each, _ in asked])
    doubts = {
        each.source.pk: _doubt(decisions, *usual[each.source.pk]) for each, decisions in asked
    }
    return {source: doubt for source, doubt in doubts.items() if doubt}


def doubt_about_entries(decisions: Sequence[DedupeDecision]) -> FeedProblem | None:
    """Return what makes some of the new items wait, but not those beside them."""
    new = (each.entry.problems for each in decisions if each.verdict is Verdict.NEW)
    found = frozenset().union(*new)
    return next((doubt for problem, doubt in _OF_ENTRIES.items() if problem in found), None)


def open_doubts(source: Source) -> set[str]:
    """Return what was doubtful before and still waits for a person."""
    told = {str(doubt) for doubt in DOUBTS} & set(source.outcome_detail.split(", "))
    if not told:
        return told
    waiting = LibraryItem.objects.waiting().filter(
        source=source, fetched_at__gte=source.health_since
    )
    return told if waiting.exists() else set()


def _new(decisions: Sequence[DedupeDecision]) -> int:
    return sum(each.verdict is Verdict.NEW for each in decisions)


def _undated(decisions: Sequence[DedupeDecision]) -> int:
    return sum(each.verdict is Verdict.NEW and not each.entry.published for each in decisions)


def _is_other_page(decisions: Sequence[DedupeDecision]) -> bool:
    """True where nothing is known nor dated: built anew, or a page to sign in stands there."""
    return 0 < len(decisions) == _undated(decisions)


def _doubt(decisions: Sequence[DedupeDecision], usual: float, is_known: bool) -> FeedProblem | None:
    new = _new(decisions)
    if new >= max(_FEWEST, _TIMES * usual):
        return FeedProblem.JUMP
    undated = _undated(decisions)
    # While little is known of a source, the size of its page is no measure of its news.
    many = undated >= max(_FEWEST, _TIMES_UNDATED * usual if is_known else 0)
    other = _is_other_page(decisions) and not (is_known and undated <= usual)
    return FeedProblem.UNDATED_FLOOD if 2 * undated > new and (many or other) else None


def _usual_numbers(arrivals: Sequence[FetchedEntries]) -> dict[int, tuple[float, bool]]:
    """Return by source how many items a fetch with news usually brings, and whether that is known.

    While it is not, the number of the first fetch stands for it. What gathered while we could not
    ask is no jump: the time since the last success counts by the rate of the days before.
    """
    brought: dict[int, list[int]] = defaultdict(list)
    first: dict[int, int] = {}
    for source, seen, count in _counts({each.source.pk for each in arrivals}, arrivals):
        if seen is None:
            first[source] = count
        else:
            brought[source].append(count)
    usual = {}
    for each in arrivals:
        counts = brought[each.source.pk]
        known = len(counts) >= _KNOWN_AFTER
        number = (
            statistics.median(counts) if known else max([first.get(each.source.pk, 0), *counts])
        )
        away = each.now - (each.source.succeeded_at or each.now)
        usual[each.source.pk] = (max(number, sum(counts) * (away / _LOOKED_AT)), known)
    return usual


def _counts(
    sources: Collection[int], arrivals: Sequence[FetchedEntries]
) -> list[tuple[int, dt.datetime | None, int]]:
    if not sources:
        return []
    since = min(each.now for each in arrivals) - _LOOKED_AT
    rows = LibraryItem.objects.filter(source__in=sources, fetched_at__gte=since)
    return list(rows.values_list("source", "seen_at").annotate(Count("pk")).order_by())
