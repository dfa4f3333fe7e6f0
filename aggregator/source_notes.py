"""What a fetch teaches about its source: rhythm, permanent moves, health.

The functions write into the row that they are given and leave the saving to `services`.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from wagtail.log_actions import log

from .feeds.types import Feed
from .health import FetchFacts, health_of, is_worth_a_mail
from .models import FetchOutcome, Health, LibraryItem, Pace, Source
from .schedule import Habits, automatic_wait, usual_gap

# A move is believed when so many fetches in a row were told of the same address: a portal under
# repair, or a captive network, says 301 as readily as one that has moved.
CONFIRMATIONS = 3
MOVED = "aggregator.moved"
_NEWS_LOOKED_AT = 20
_MINUTE = dt.timedelta(minutes=1)


def note_gap(row: Source, *, feed: Feed | None, new: int, now: dt.datetime) -> None:
    """Learn from a feed that was read what lies as a rule between two of its items.

    `new` counts what the fetch brought. A feed without dates is judged by when we first saw its
    items.
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
    """Count how often the portal named the same permanent address, and take it over in the end.

    What a failed fetch was told does not count. A line of the log keeps the old address.
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

    Not where another source reads it already, and not from https to http.
    """
    try:
        row._meta.get_field("url").run_validators(row.moved_to)
    except ValidationError:
        return False
    if urlsplit(row.url).scheme == "https" != urlsplit(row.moved_to).scheme:
        return False
    return not Source.objects.filter(url=row.moved_to).exclude(pk=row.pk).exists()


def note_health(row: Source, *, now: dt.datetime, fetched: bool = True) -> None:
    """Name the state of the source, and whether its owners must hear of it."""
    health = health_of(_facts(row), now=now)
    if health != row.health:
        row.health, row.health_since, row.health_count = health, now, 0
    row.health_count += fetched
    if health is Health.HEALTHY and row.told_health == Health.MOVED:
        row.told_health = ""
    row.tell = is_worth_a_mail(
        health=health, count=row.health_count, failures=row.failures, told=row.told_health
    )


def wait_of(row: Source, *, neighbours: int, now: dt.datetime) -> dt.timedelta:
    """Return how long the source waits after a good fetch: by its habits, or what a person set."""
    chosen = row.interval_minutes * _MINUTE
    if row.pace == Pace.FIXED:
        return chosen
    newest = row.newest_item_at if row.health == Health.FROZEN else None
    habits = Habits(
        gap=gap_of(row),
        has_news=row.outcome == FetchOutcome.NEW_ITEMS,
        silence=now - newest if newest else None,
        neighbours=neighbours,
    )
    return automatic_wait(habits, longest=chosen)


def gap_of(row: Source) -> dt.timedelta | None:
    """Return what lies between two of its pieces of news as a rule, None while nobody knows."""
    return None if row.gap_minutes is None else row.gap_minutes * _MINUTE


def _first_seen(row: Source) -> list[dt.datetime]:
    seen = LibraryItem.objects.filter(source=row).order_by("-fetched_at")
    return list(seen.values_list("fetched_at", flat=True).distinct()[:_NEWS_LOOKED_AT])


def _facts(row: Source) -> FetchFacts:
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
