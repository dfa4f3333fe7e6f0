"""Update a source row with what a fetch shows: interval of its news, permanent moves, state.

The functions change the given row and do not save it; `services` does.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from wagtail.log_actions import log

from .feeds.types import Feed
from .health import FetchFacts, health_of, is_worth_a_mail
from .models import FetchOutcome, Health, LibraryItem, Pace, Source
from .schedule import Habits, automatic_wait, usual_gap

# A permanent redirect is accepted only after so many consecutive fetches with the same target: a
# portal under repair, or a captive network, sends 301 too.
CONFIRMATIONS = 3
MOVED = "aggregator.moved"
_NEWS_LOOKED_AT = 20
_MINUTE = dt.timedelta(minutes=1)


def note_gap(row: Source, *, feed: Feed | None, new: int, now: dt.datetime) -> None:
    """Update the usual gap and the newest item from a feed that was read.

    `new` is the number of new items. For a feed without dates, the times when its items were first
    seen are used.
    """
    if feed is None or not feed.entries:
        return
    moments = [each.published for each in feed.entries if each.published and each.published <= now]
    if moments:
        row.newest_item_at = max(moments)
    elif new:
        row.newest_item_at = now
        moments = _first_seen(row)
    gap = usual_gap(moments)
    if gap is not None:
        row.gap_minutes = round(gap / _MINUTE)


def note_move(row: Source, *, moved_to: str, now: dt.datetime) -> None:
    """Count consecutive redirects to the same permanent address, and take it over after
    CONFIRMATIONS.

    Redirects of failed fetches do not count. The old address is logged.
    """
    if not moved_to or FetchOutcome(row.outcome).is_failure or len(moved_to) > _longest_address():
        row.moved_to, row.moved_count = "", 0
        return
    row.moved_count = row.moved_count + 1 if moved_to == row.moved_to else 1
    row.moved_to = moved_to
    if row.moved_count >= CONFIRMATIONS and may_move(row):
        data = {"old": row.url, "new": moved_to}
        row.url = moved_to
        log(row, MOVED, data=data, timestamp=now)


def may_move(row: Source) -> bool:
    """Return whether `row.moved_to` may become the address without a person's consent.

    Not if another source has this address, and not from https to http.
    """
    try:
        row._meta.get_field("url").run_validators(row.moved_to)
    except ValidationError:
        return False
    if urlsplit(row.url).scheme == "https" != urlsplit(row.moved_to).scheme:
        return False
    return not Source.objects.filter(url=row.moved_to).exclude(pk=row.pk).exists()


def note_health(row: Source, *, now: dt.datetime, fetched: bool = True) -> None:
    """Set the state of the source, and whether its owners should be notified."""
    health = health_of(_facts(row), now=now)
    if health != row.health:
        row.health, row.health_since, row.health_count = health, now, 0
    row.health_count += fetched
    if health is Health.HEALTHY and row.told_health == Health.MOVED:
        row.told_health = ""
    row.tell = is_worth_a_mail(
        health=health, count=row.health_count, failures=row.failures, told=row.told_health
    )


def wait_of(row: Source, *, neighbours: int) -> dt.timedelta:
    """Return the wait after a successful fetch: automatic by the source's habits, or the fixed
    interval."""
    chosen = row.interval_minutes * _MINUTE
    if row.pace == Pace.FIXED:
        return chosen
    habits = Habits(
        gap=gap_of(row),
        has_news=row.outcome == FetchOutcome.NEW_ITEMS,
        is_silent=row.health == Health.FROZEN,
        neighbours=neighbours,
    )
    return automatic_wait(habits, longest=chosen)


def gap_of(row: Source) -> dt.timedelta | None:
    """Return the usual time between two news items of the source, or None if unknown."""
    return None if row.gap_minutes is None else row.gap_minutes * _MINUTE


def _first_seen(row: Source) -> list[dt.datetime]:
    """Return when the source's newest items were first fetched. One query."""
    seen = LibraryItem.objects.filter(source=row).order_by("-fetched_at")
    return list(seen.values_list("fetched_at", flat=True).distinct()[:_NEWS_LOOKED_AT])


def _facts(row: Source) -> FetchFacts:
    """Return the facts about a source row."""
    return FetchFacts(
        enabled=row.enabled,
        outcome=FetchOutcome(row.outcome),
        detail=row.outcome_detail,
        moved=bool(row.moved_to),
        took_ms=row.took_ms,
        newest=row.newest_item_at,
        gap=gap_of(row),
    )


def _longest_address() -> int:
    return Source._meta.get_field("moved_to").max_length or 0
