"""Selectors for stored items and cards that new items may belong to. Few queries for any number of
items."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce

from ..bulk import any_of
from ..feeds.cluster import TITLE_WINDOW, Clue, clue_of
from ..feeds.policy import Numbers, Policy, read_numbers, series_of
from ..models import LibraryItem
from .ranks import RANKED_BY, rank_of

# Key of the advisory lock of `decide_alone`.
_DECIDING = 0x1B4A
# Timeout for idle transactions: a worker that hangs while it holds the lock must not block all
# others.
_LOCK_TIMEOUT = "60s"
_FIELDS = ("pk", "source_id", "link_key", "title", "policy_key", "policy_year")
_CARD_FIELDS = ("status", "corrected", *(f"source__{name}" for name in RANKED_BY))
_NO_NUMBERS = Numbers((), None, ())


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored item: its clue, its primary key, and the primary key of its card (its own if it is a
    card)."""

    clue: Clue
    pk: int
    card: int


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A stored card with its status and the rank of its source.

    The rank is -1, better than all others, if a reviewer has corrected the words.
    """

    pk: int
    status: str
    rank: int


def decide_alone() -> None:
    """Take the advisory lock for deciding which items are new. Held until the transaction ends.

    Without it, two sources that bring the same policy at the same moment would both store it as
    new. Do all other work before calling it, because every other store operation waits for the
    lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', %s, true),"
            " pg_advisory_xact_lock(%s)",
            [_LOCK_TIMEOUT, _DECIDING],
        )


def stored_candidates(clues: Collection[Clue]) -> list[Stored]:
    """Return the stored items that may match any of the clues, oldest first; [] if no clue has a
    key. At most one query, which uses two indexes, so its cost does not grow with the library."""
    policies = {clue.policy.key for clue in clues if clue.policy}
    titles = {clue.title_key for clue in clues if clue.title_key and not clue.policy}
    bare = {clue.title_key for clue in clues if clue.title_key and clue.policy}
    if not (policies or titles or bare):
        return []
    times = [clue.seen for clue in clues]
    wanted = (
        Q(any_of("policy_key", policies))
        | Q(any_of("title_key", titles), _seen__range=_around(times, TITLE_WINDOW))
        | Q(any_of("title_key", bare), policy_key="", _seen__range=_around(times, TITLE_WINDOW))
    )
    rows = (
        LibraryItem.objects.alias(_seen=Coalesce("published_at", "fetched_at"))
        .filter(wanted)
        .order_by("pk")
        .values_list(*_FIELDS, Coalesce("published_at", "fetched_at"), "duplicate_of")
    )
    return [_stored(row) for row in rows]


def stored_cards(pks: Collection[int]) -> Mapping[int, StoredCard]:
    """Return {primary key: StoredCard} for the given cards. At most one query."""
    if not pks:
        return {}
    items = LibraryItem.objects.filter(pk__in=pks).select_related("source").only(*_CARD_FIELDS)
    return {
        item.pk: StoredCard(item.pk, item.status, -1 if item.corrected else rank_of(item.source))
        for item in items
    }


def _stored(row: tuple) -> Stored:
    """Return a row of `stored_candidates` with its clue."""
    pk, source, link_key, title, key, year, seen, card = row
    numbers = read_numbers(title=title, link=None, excerpt="") if key else _NO_NUMBERS
    series = series_of(numbers.title[0]) if numbers.title else ""
    policy = Policy(key, year, series) if key else None
    clue = clue_of(
        source=source, link_key=link_key, title=title, policy=policy, numbers=numbers, seen=seen
    )
    return Stored(clue, pk, card or pk)


def _around(
    times: Collection[dt.datetime], window: dt.timedelta
) -> tuple[dt.datetime, dt.datetime]:
    """Return the earliest and the latest time that may match any of `times`."""
    return min(times) - window, max(times) + window
