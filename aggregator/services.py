"""Fetch a source: claim it, request and read its feed, store the items and schedule the next
fetch."""

import datetime as dt
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError, connection, transaction

from network.core import leases

from .adapters import get_adapter
from .bulk import write_rows
from .doubts import open_doubts
from .drafts import FetchedEntries
from .feeds.titles import with_titles_judged
from .feeds.types import Feed, NotAFeed
from .fetcher import Fetched, fetch, not_a_feed, parsing_turn
from .item_services import EntryCounts, store_fetched_entries
from .models import EXCERPT_LENGTH, FetchOutcome, Health, Pace, Source
from .politeness import claim_turn, host_of, next_turn, release_turns
from .schedule import next_fetch_at
from .selectors import sources_to_fetch
from .source_notes import note_gap, note_health, note_move, wait_of

logger = logging.getLogger(__name__)

_DETAIL_LENGTH = 500
# Key of the advisory lock of `claim_due`.
_CLAIMING = 0x1B4D
_HEALTH_FIELDS = ("health", "health_since", "health_count", "told_health", "tell")
_FETCH_FIELDS = (
    *_HEALTH_FIELDS,
    "url",
    "moved_to",
    "moved_count",
    "gap_minutes",
    "took_ms",
    "etag",
    "last_modified",
    "body_hash",
    "enabled",
    "next_fetch_at",
    "fetched_at",
    "succeeded_at",
    "newest_item_at",
    "failures",
    "outcome",
    "outcome_detail",
    "leased_until",
)


@dataclass(frozen=True, slots=True)
class SourceResponse:
    """The result of fetching a claimed source at `now`. `feed` is None if nothing could be read."""

    source: Source
    fetched: Fetched
    feed: Feed | None
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """The result of a refresh.

    `outcome` is None if the source was not fetched: another worker has it, it is not due, it is
    disabled or does not exist. `retry_at` is set if its host was busy, and says when to retry.
    """

    source_id: int
    outcome: FetchOutcome | None
    detail: str = ""
    counts: EntryCounts = field(default_factory=EntryCounts)
    retry_at: dt.datetime | None = None


def refresh_source(*, source_id: int, now: dt.datetime, only_due: bool = False) -> RefreshReport:
    """Fetch one source and store its new items, all or nothing.

    No transaction is open during the request: a lease on the source's row keeps other workers away,
    and a turn at its host limits requests to one machine. A source whose host is busy is released
    with a later due time. Any error of the portal or its feed becomes the source's outcome and
    delays its next fetch. Raises only database errors; the lease then expires and the source is
    fetched again. With `only_due`, a source that is not due is left alone.
    """
    claimed = claim_sources([source_id], now=now, only_due=only_due)
    if not claimed:
        return RefreshReport(source_id, None)
    (source,) = claimed
    turn = claim_turn(host=host_of(source.url), now=now)
    if turn is None:
        return release_busy([source], now=now)[0]
    answer = fetch_and_read(source, now=now)
    release_turns(turn, ended=now + answer.fetched.took)
    return store_results([answer])[0]


def fetch_and_read(source: Source, *, now: dt.datetime) -> SourceResponse:
    """Fetch and read a claimed source, whose turn at the host the caller has claimed.

    Uses no database connection, so it can run in a thread of its own. Raises nothing.
    """
    try:
        fetched = fetch(source, now=now)
    except Exception as error:
        fetched = _fault(source, error)
    return _read(source, fetched, now)


def store_results(answers: Sequence[SourceResponse]) -> list[RefreshReport]:
    """Store the results of claimed sources in one transaction. Returns the reports.

    If that fails because of one result, each is stored on its own, and the failing one is recorded
    as a fault. Results whose lease was lost are dropped. Raises OperationalError or InterfaceError
    if the database is unavailable.
    """
    try:
        return _record(answers) if answers else []
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(answers) > 1:
            return [report for each in answers for report in store_results([each])]
        (answer,) = answers
        fault = _fault(answer.source, error)
        return _record([SourceResponse(answer.source, fault, None, answer.now)])


def _fault(source: Source, error: Exception) -> Fetched:
    """Log an unexpected error and return it as the outcome FAULT, so that it neither stops other
    sources nor is retried every minute."""
    logger.error("source %s: not refreshed", source.key, exc_info=error)
    return Fetched(FetchOutcome.FAULT, type(error).__name__)


def claim_sources(
    source_ids: Sequence[int], *, now: dt.datetime, only_due: bool = False
) -> list[Source]:
    """Claim those of the sources that are free, and return them in the given order. Due and enabled
    ones only with `only_due`."""
    wanted = Source.objects.due(now) if only_due else Source.objects.all()
    rows = wanted.filter(pk__in=source_ids).order_by("pk")
    claimed = {row.pk: row for row in leases.claim(rows, now=now)}
    return [claimed[pk] for pk in source_ids if pk in claimed]


@transaction.atomic
def claim_due(*, size: int, now: dt.datetime) -> list[Source]:
    """Claim up to `size` of the sources to fetch now. Returns [] if there are none.

    Claims of several workers wait for each other; otherwise they would choose the same sources.
    """
    _wait_for_other_claims()
    return claim_sources(sources_to_fetch(now, size=size), now=now, only_due=True)


def _wait_for_other_claims() -> None:
    """Take the advisory lock of `claim_due`. Held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLAIMING])


def release_busy(sources: Sequence[Source], *, now: dt.datetime) -> list[RefreshReport]:
    """Release claimed sources whose hosts are busy, and make them due when the hosts may be
    free."""
    if not sources:
        return []
    # Random spread of retries; not security-relevant.
    retry_at = next_turn(now=now, spread=random.random())  # noqa: S311
    leases.release(*sources, next_fetch_at=retry_at)
    return [RefreshReport(each.pk, None, "host_busy", retry_at=retry_at) for each in sources]


def _read(source: Source, fetched: Fetched, now: dt.datetime) -> SourceResponse:
    """Return the response with its feed, or with the reason why it could not be read."""
    if fetched.outcome is not None:
        return SourceResponse(source, fetched, None, now)
    try:
        with parsing_turn(fetched.body):
            feed = with_titles_judged(
                get_adapter(source.kind).read(
                    fetched.body,
                    content_type=fetched.content_type,
                    base_url=fetched.url,
                    now=now,
                    excerpt_length=EXCERPT_LENGTH,
                    options=source.options,
                )
            )
    except NotAFeed as error:
        unreadable = replace(not_a_feed(error), took=fetched.took)
        return SourceResponse(source, unreadable, None, now)
    except Exception as error:
        fault = replace(_fault(source, error), took=fetched.took)
        return SourceResponse(source, fault, None, now)
    # Responses are kept until their batch is stored, so free the body.
    return SourceResponse(source, replace(fetched, body=b""), feed, now)


@transaction.atomic
def _record(answers: Sequence[SourceResponse]) -> list[RefreshReport]:
    """Store items and source rows in one transaction, and return a report per result. Locks the
    source rows that are still leased."""
    sources = [answer.source for answer in answers]
    rows = {row.pk: row for row in leases.held(sources).select_for_update().order_by("pk")}
    ours = [answer for answer in answers if answer.source.pk in rows]
    arrivals = [
        FetchedEntries(rows[each.source.pk], each.feed.entries, each.now)
        for each in ours
        if each.feed
    ]
    stored = store_fetched_entries(arrivals) if arrivals else []
    counts = {each.source.pk: count for each, count in zip(arrivals, stored, strict=True)}
    at_host = Source.objects.enabled_at({urlsplit(row.url).netloc for row in rows.values()})
    for answer in ours:
        row = rows[answer.source.pk]
        found = counts.get(row.pk, EntryCounts())
        _note_fetch(row, answer, found, at_host.get(urlsplit(row.url).netloc, 1))
    write_rows(list(rows.values()), _FETCH_FIELDS)
    return [
        RefreshReport(
            pk, FetchOutcome(rows[pk].outcome), rows[pk].outcome_detail, counts.get(pk, none)
        )
        if pk in rows
        else RefreshReport(pk, None, "lease_lost")
        for pk, none in ((answer.source.pk, EntryCounts()) for answer in answers)
    ]


def _note_fetch(row: Source, answer: SourceResponse, counts: EntryCounts, neighbours: int) -> None:
    """Write into `row`, without saving it, how a fetch ended and when the next one is due."""
    fetched, feed, now = answer.fetched, answer.feed, answer.now
    row.outcome = fetched.outcome or _outcome_of(feed, counts)
    earlier = open_doubts(answer.source, is_unread=feed is None)
    row.outcome_detail = _detail(fetched, feed, counts, earlier)
    if FetchOutcome(row.outcome).is_failure:
        _note_failure(row)
    else:
        _note_success(row, answer.source, fetched, now)
        note_gap(row, feed=feed, new=counts.new, now=now)
    row.took_ms = round(fetched.took / dt.timedelta(milliseconds=1))
    note_move(row, moved_to=fetched.moved_to, now=now)
    note_health(row, now=now)
    _set_next(row, fetched, feed, neighbours, now)


def _outcome_of(feed: Feed | None, counts: EntryCounts) -> FetchOutcome:
    """Return the outcome of a feed that was read."""
    if feed is None or not feed.entries:
        return FetchOutcome.EMPTY
    return FetchOutcome.NEW_ITEMS if counts.new or counts.duplicate else FetchOutcome.NOTHING_NEW


def _detail(fetched: Fetched, feed: Feed | None, counts: EntryCounts, doubts: set[str]) -> str:
    """Return the codes to store besides the outcome. Earlier doubts stay until a person has
    decided."""
    told = {str(each) for each in feed.problems} if feed else set()
    if feed or fetched.outcome is FetchOutcome.NOT_MODIFIED:
        told |= doubts
    if counts.doubt:
        told.add(str(counts.doubt))
    detail = ", ".join([*filter(None, [fetched.detail]), *sorted(told)])
    return "".join(char for char in detail if char.isprintable())[:_DETAIL_LENGTH]


def _note_failure(row: Source) -> None:
    """Count the failure in `row`; 410 Gone disables the source."""
    row.failures += 1
    # Only 410 Gone disables a source (RFC 9110, 15.5.11).
    row.enabled = row.enabled and row.outcome != FetchOutcome.GONE


def _note_success(row: Source, before: Source, fetched: Fetched, now: dt.datetime) -> None:
    """Store a successful fetch and the response's validators in `row`; `before` is the row before
    it."""
    row.failures = 0
    row.succeeded_at = now
    row.body_hash = fetched.body_hash or row.body_hash
    row.etag = row.etag if fetched.etag is None else fetched.etag
    row.last_modified = (
        row.last_modified if fetched.last_modified is None else fetched.last_modified
    )
    if row.outcome == FetchOutcome.NOT_MODIFIED and before.outcome == FetchOutcome.EMPTY:
        # "Not modified" after an empty feed means that it is still empty.
        row.outcome, row.outcome_detail = FetchOutcome.EMPTY, before.outcome_detail


def _set_next(
    row: Source, fetched: Fetched, feed: Feed | None, neighbours: int, now: dt.datetime
) -> None:
    """Release the lease in `row` and set the time of the next fetch."""
    ttl = dt.timedelta(seconds=feed.ttl_seconds) if feed and feed.ttl_seconds else None
    row.fetched_at = now
    row.leased_until = None
    row.next_fetch_at = next_fetch_at(
        now=now,
        wait=wait_of(row, neighbours=neighbours),
        failures=row.failures,
        asked_wait=max(filter(None, (fetched.asked_wait, ttl)), default=None),
        # Random spread of load; not security-relevant.
        chance=random.random(),  # noqa: S311
        rests_at_night=row.pace == Pace.AUTOMATIC,
    )


def request_refresh(*, source_id: int, now: dt.datetime) -> bool:
    """Make an enabled source due now. Returns False if it is disabled or does not exist."""
    wanted = Source.objects.filter(pk=source_id, enabled=True)
    return bool(wanted.update(next_fetch_at=now))


def force_full_fetch(*, source: Source, now: dt.datetime) -> None:
    """Reset the fetch state of a source and make it due, after its address or options have
    changed."""
    Source.objects.filter(pk=source.pk).update(
        etag="",
        last_modified="",
        body_hash="",
        failures=0,
        outcome=FetchOutcome.NEVER,
        outcome_detail="",
        newest_item_at=None,
        gap_minutes=None,
        moved_to="",
        moved_count=0,
        health=Health.NEVER,
        health_since=now,
        health_count=0,
        tell=False,
        next_fetch_at=now,
        # Ends the lease, so that the result of a running fetch of the old address is dropped.
        leased_until=None,
    )


@transaction.atomic
def update_health(*, source_id: int, now: dt.datetime) -> None:
    """Update the stored state of a source after a person has changed it, for example paused it.
    Locks the row."""
    row = Source.objects.select_for_update().get(pk=source_id)
    note_health(row, now=now, fetched=False)
    row.save(update_fields=_HEALTH_FIELDS)
