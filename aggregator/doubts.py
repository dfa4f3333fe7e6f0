"""Detect suspicious fetches whose new items must wait for a review, even if the source is
trusted."""

import datetime as dt
import re
import statistics
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_
from urllib.parse import SplitResult, unquote, urlsplit

from django.db.models import Count, Q

from .drafts import FetchedEntries, is_first_fetch
from .feeds.dates import VIETNAM
from .feeds.dedupe import DedupeOutcome, Reason, Verdict
from .feeds.types import EntryProblem, FeedProblem
from .health import DOUBTS
from .models import LibraryItem, Source

_FEWEST = 10
_TIMES = 10
# For items without dates, a smaller multiple of the usual number is already too many.
_TIMES_UNDATED = 3
_KNOWN_AFTER = 3
_FEWEST_OTHER = 3
_FEWEST_MANY = 5
_TIMES_OTHER = 3
# So much older than the last fetch that the source would have shown it then.
_OLD = dt.timedelta(days=30)
# Only state bodies can register domains below it.
_OFFICIAL = ".gov.vn"
_VIETNAMESE = ".vn"
# An address as the value of a parameter: "url=https://portal.vn", "url=//portal.vn".
_ADDRESS = re.compile(r"=(?:https?:)?//([^/?#&]+)", re.IGNORECASE)
# Second levels of domains below which owners register theirs, as in "moj.gov.vn".
_SECOND_LEVELS = frozenset({"gov", "com", "org", "edu", "net", "ac", "co"})
_TRUE_UNTIL_READ = {str(FeedProblem.FOREIGN_HOST)}
_LOOKED_AT = dt.timedelta(days=60)
_OF_ENTRIES = {
    EntryProblem.WORTHLESS_TITLE: FeedProblem.WORTHLESS_TITLES,
    EntryProblem.DAMAGED_TEXT: FeedProblem.UNREADABLE_TEXTS,
    EntryProblem.OTHER_SCRIPT: FeedProblem.OTHER_SCRIPTS,
}


def doubts_about(
    arrivals: Sequence[FetchedEntries], decided: Sequence[Sequence[DedupeOutcome]]
) -> dict[int, FeedProblem]:
    """Return {source id: doubt} for the sources whose fetched entries as a whole are suspicious. At
    most one query.

    First fetches are not judged: there is nothing to compare them with.
    """
    asked = [
        (each, outcomes)
        for each, outcomes in zip(arrivals, decided, strict=True)
        if each.whole
        and not is_first_fetch(each.source)
        and (_new(outcomes) >= _FEWEST or _is_other_page(outcomes) or _is_all_new(outcomes))
    ]
    usual = _usual_numbers([each for each, _ in asked])
    doubts = {
        each.source.pk: _doubt(outcomes, *usual[each.source.pk])
        or _doubt_about_age(outcomes, each.source)
        or _doubt_about_content(outcomes, each.source, *usual[each.source.pk])
        for each, outcomes in asked
    }
    return {source: doubt for source, doubt in doubts.items() if doubt}


def doubt_about_entries(outcomes: Sequence[DedupeOutcome]) -> FeedProblem | None:
    """Return the doubt about single new entries, or None. Only the affected entries wait for a
    review."""
    if any(map(is_republished, outcomes)):
        return FeedProblem.REPUBLISHED
    new = (each.entry.problems for each in outcomes if each.verdict is Verdict.NEW)
    found = frozenset().union(*new)
    return next((doubt for problem, doubt in _OF_ENTRIES.items() if problem in found), None)


def foreign_domains(
    arrivals: Sequence[FetchedEntries], decided: Sequence[Sequence[DedupeOutcome]]
) -> set[tuple[int, str]]:
    """Return the domains that trusted sources link to for the first time, and those to which known
    articles of any source would move, as (source id, domain). At most one query.

    A portal that was broken into links to others' websites, also from its known articles. The
    domain of the source itself, those of its public items and a new name of the portal are no
    strangers; the first fetch of a source is not judged.
    """
    strange = {
        (each.source.pk, domain)
        for each, outcomes in zip(arrivals, decided, strict=True)
        if not is_first_fetch(each.source)
        for outcome in outcomes
        if outcome.verdict is Verdict.CHANGED
        or (outcome.verdict is Verdict.NEW and each.source.trusted)
        if (domain := target_domain(outcome.entry.link))
        if domain != domain_of(each.source.url) and domain not in _moved_to(outcomes)
    }
    if not strange:
        return strange
    asked = (Q(source=source, link__contains=domain) for source, domain in strange)
    rows = LibraryItem.objects.published().filter(reduce(or_, asked))
    known = {(source, target_domain(link)) for source, link in rows.values_list("source", "link")}
    return strange - known


def _moved_to(outcomes: Sequence[DedupeOutcome]) -> set[str]:
    """Return the domains that are new names of the portal: Vietnamese ones to which known articles
    moved with their paths, and official ones to which any moved."""
    return {
        domain_of(each.entry.link)
        for each in outcomes
        if each.verdict is Verdict.CHANGED and each.of and each.entry.link
        if _is_new_name(urlsplit(each.of.original_link), urlsplit(each.entry.link))
    }


def _is_new_name(old: SplitResult, new: SplitResult) -> bool:
    """Return whether an address may be the same page of the same portal under another name."""
    host = new.hostname or ""
    same_page = host.endswith(_VIETNAMESE) and old[2:] == new[2:]
    return same_page or host.endswith(_OFFICIAL)


def target_domain(link: str | None) -> str:
    """Return the domain at which a link ends: that of an address in its query, as in
    "/redirect?url=https://...", else its own."""
    query = unquote(urlsplit(link).query) if link and "?" in link else ""
    inner = _ADDRESS.search(query)
    return domain_of(f"https://{inner[1]}") if inner else domain_of(link)


def domain_of(link: str | None) -> str:
    """Return the part of a link's host that its owner registered, "" without one: "gialai.gov.vn"
    of "https://stp.gialai.gov.vn/", "vnexpress.net" of "https://www.vnexpress.net/"."""
    labels = (urlsplit(link or "").hostname or "").lower().split(".")
    is_second = len(labels) > 2 and labels[-2] in _SECOND_LEVELS
    return ".".join(labels[-3 if is_second else -2 :])


def open_doubts(source: Source, *, is_unread: bool) -> set[str]:
    """Return the earlier doubts of the source, as long as items that they held back still wait for
    a review. That it leads elsewhere holds known items nowhere, and is true until it is read again:
    `is_unread` tells that this fetch brought nothing to read."""
    told = {str(doubt) for doubt in DOUBTS} & set(source.outcome_detail.split(", "))
    if not told:
        return told
    since = source.health_since
    waiting = LibraryItem.objects.waiting().filter(
        Q(fetched_at__gte=since) | Q(changed_at__gte=since), source=source
    )
    return told if waiting.exists() else told & (_TRUE_UNTIL_READ if is_unread else set())


def is_republished(outcome: DedupeOutcome) -> bool:
    """Return whether a new entry seems to be a known article at another address."""
    return outcome.reason is Reason.KNOWN_TITLE


def _is_new(outcome: DedupeOutcome) -> bool:
    """Return whether an entry is new and no known article."""
    return outcome.verdict is Verdict.NEW and not is_republished(outcome)


def _new(outcomes: Sequence[DedupeOutcome]) -> int:
    """Return the number of new entries."""
    return sum(map(_is_new, outcomes))


def _undated(outcomes: Sequence[DedupeOutcome]) -> int:
    """Return the number of new entries without date."""
    return sum(_is_new(each) and not each.entry.published for each in outcomes)


def _is_other_page(outcomes: Sequence[DedupeOutcome]) -> bool:
    """Return whether all entries are new and undated: the portal was rebuilt, or shows a login
    page."""
    return 0 < len(outcomes) == _undated(outcomes)


def _is_all_new(outcomes: Sequence[DedupeOutcome]) -> bool:
    """Return whether nothing of what the source showed before is left."""
    return _new(outcomes) == len(outcomes) >= _FEWEST_OTHER


def _doubt_about_age(outcomes: Sequence[DedupeOutcome], source: Source) -> FeedProblem | None:
    """Return why new entries that are older than the last fetch must wait for a review, or None."""
    old = _dated_before(outcomes, source.succeeded_at and source.succeeded_at - _OLD)
    if old >= _FEWEST:
        return FeedProblem.OLD_FLOOD
    other = _is_all_new(outcomes) and 2 * old > len(outcomes)
    return FeedProblem.OTHER_CONTENT if other else None


def _doubt_about_content(
    outcomes: Sequence[DedupeOutcome], source: Source, usual: float, is_known: bool
) -> FeedProblem | None:
    """Return OTHER_CONTENT if nothing is left of what the source showed, and the new entries are
    more than usual, or of a time when it did not show them; else None."""
    new = _new(outcomes)
    if not _is_all_new(outcomes) or (is_known and new <= usual):
        return None
    earlier = 2 * _dated_before(outcomes, source.succeeded_at) > new
    many = new >= _FEWEST_MANY and new > _TIMES_OTHER * usual
    return FeedProblem.OTHER_CONTENT if earlier or many else None


def _dated_before(outcomes: Sequence[DedupeOutcome], moment: dt.datetime | None) -> int:
    """Return the number of new entries published before a moment. A date without a time counts as
    the end of its day."""
    dates = (each.entry.published for each in outcomes if _is_new(each))
    return sum(bool(date and moment and _end_of(date) < moment) for date in dates)


def _end_of(published: dt.datetime) -> dt.datetime:
    """Return the end of the day for a date without a time, else the date itself."""
    local = published.astimezone(VIETNAM)
    return published + dt.timedelta(days=1) if local.time() == dt.time() else published


def _doubt(outcomes: Sequence[DedupeOutcome], usual: float, is_known: bool) -> FeedProblem | None:
    """Return why the new entries must wait for a review, or None."""
    new = _new(outcomes)
    if new >= max(_FEWEST, _TIMES * usual):
        return FeedProblem.JUMP
    undated = _undated(outcomes)
    # With little history, the size of the page says nothing about its usual number of new items.
    many = undated >= max(_FEWEST, _TIMES_UNDATED * usual if is_known else 0)
    other = _is_other_page(outcomes) and not (is_known and undated <= usual)
    return FeedProblem.UNDATED_FLOOD if 2 * undated > new and (many or other) else None


def _usual_numbers(arrivals: Sequence[FetchedEntries]) -> dict[int, tuple[float, bool]]:
    """Return {source id: (usual number of new items per fetch with news, whether it is known)}.

    Until it is known, the number of the first fetch is used. After a pause in fetching, the usual
    rate is multiplied by the time since the last success, so that a backlog does not count as a
    jump.
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
    """Return (source id, seen_at, number of items) for the items fetched recently. At most one
    query."""
    if not sources:
        return []
    since = min(each.now for each in arrivals) - _LOOKED_AT
    rows = LibraryItem.objects.filter(source__in=sources, fetched_at__gte=since)
    return list(rows.values_list("source", "seen_at").annotate(Count("pk")).order_by())
