"""Read the pages of items before the items become public.

A trusted source publishes its items unread; a portal that was broken into does so too. The pages of
one host are read one after the other, beside the fetches of feeds, and what they say decides
(docs/adr/0099-read-before-public.md).
"""

import datetime as dt
import random
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Coalesce, Greatest, NullIf
from django.utils import timezone

from network.core import http

from .choices import HeldBy, ItemStatus
from .clusters.settling import hold_item, publish_items
from .feeds.missing_pages import is_missing_page
from .fetcher import parsing_turn, policy
from .item_pages import REFUSALS, is_file, leads_elsewhere, page_end, reason_against
from .models import FetchOutcome, LibraryItem, Source
from .politeness import claim_turn, host_of, next_turn, pause, release_turns

# So long an item waits for a page that does not open.
WAITS = dt.timedelta(minutes=30)
# A feed that takes so long is one of a slow portal.
_SLOW_FROM = dt.timedelta(seconds=5)
# The pause of a host whose pages do not open.
_REST = dt.timedelta(minutes=3)
_MOST_HOSTS = 200
_MISSING = frozenset({404, 410})
_BUSY = frozenset({429})
_HREF = Coalesce(NullIf("original_link", Value("")), "link")
_HOST = Func(_HREF, Value("/"), Value(3), function="split_part", output_field=CharField())


@dataclass(frozen=True, slots=True)
class NextRead:
    """When to go on with a host's pages: at `at`, with the items after the primary key `after`."""

    at: dt.datetime
    after: int = 0


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """What reading a page says of its item: public, or held for `reason`.

    `is_final` is False if the page may open later: the item then waits for `WAITS`.
    """

    reason: HeldBy | None = None
    word: str = ""
    is_final: bool = True


_GOOD = PageVerdict()
_SLOW = PageVerdict(is_final=False)
_SHUT = PageVerdict(HeldBy.UNOPENED_PAGE)
_CLOSED = PageVerdict(HeldBy.UNOPENED_PAGE, is_final=False)
_GONE = PageVerdict(HeldBy.MISSING_PAGE, is_final=False)


def hosts_to_read() -> list[str]:
    """Return the hosts, with ports, of pages that wait to be read. One query."""
    waiting = LibraryItem.objects.filter(status=ItemStatus.CHECKING).order_by()
    hosts = waiting.annotate(host=_HOST).values_list("host", flat=True)
    return list(hosts.distinct()[:_MOST_HOSTS])


def read_next(*, host: str, after: int, now: dt.datetime) -> NextRead | None:
    """Read the page of the host's first waiting item whose primary key is above `after`, and decide
    about the item. Returns when to go on; None if nothing waits.

    No transaction is open during the request. Waits for no turn at the host.
    """
    waiting = LibraryItem.objects.filter(status=ItemStatus.CHECKING).annotate(host=_HOST)
    waiting = waiting.filter(host=host).order_by("pk")
    item = waiting.filter(pk__gt=after).select_related("source").first()
    if item is None:
        return NextRead(now + _REST) if waiting.exists() else None
    turn = claim_turn(host=host_of(item.href), now=now)
    if turn is None:
        # Only spreads retries, not for security.
        return NextRead(next_turn(now=now, spread=random.random()), after)  # noqa: S311
    try:
        verdict = read_page_of(item)
    finally:
        release_turns(turn, ended=timezone.now())
    _settle(item, verdict, waiting_since=now - WAITS)
    rests = verdict is _SLOW
    return NextRead(timezone.now() + (_REST if rests else pause()), item.pk)


def read_page_of(item: LibraryItem) -> PageVerdict:
    """Request the page of an item, and the page to which that forwards by itself, and judge it.
    Stores nothing."""
    url, forwarded = item.href, False
    while True:
        try:
            answer = http.fetch(url, policy=policy())
        except http.FetchError as error:
            return _unread(url, error)
        if not 200 <= answer.status < 300:
            return _refused(answer.status)
        url = page_end(answer.url, answer.body)
        if reason := leads_elsewhere(item, item.href, url):
            return PageVerdict(reason)
        if url == answer.url or forwarded:
            break
        forwarded = True
    with parsing_turn(answer.body):
        kind = answer.headers.get("content-type")
        if is_missing_page(answer.body, kind):
            return _GONE
        return PageVerdict(*reason_against(item, answer.url, answer.body, kind))


def _unread(url: str, error: http.FetchError) -> PageVerdict:
    """Return what a page without an answer says of its item."""
    if isinstance(error, http.FetchTimeout):
        return _SLOW
    if isinstance(error, http.TooLarge):
        return _GOOD if is_file(url) else _SHUT
    passing = isinstance(error, http.DnsFailure | http.ConnectionFailure)
    return _CLOSED if passing else _SHUT


def _refused(status: int) -> PageVerdict:
    """Return what an answer without a page says of its item."""
    if status in _BUSY:
        return _SLOW
    if status in REFUSALS:
        return _GOOD
    return _GONE if status in _MISSING else _CLOSED


def _settle(item: LibraryItem, verdict: PageVerdict, *, waiting_since: dt.datetime) -> None:
    """Publish or hold an item, unless it waits on. When a portal has been slow for too long, all
    its items of that age are published."""
    reason, late = verdict.reason, _arrived(item) <= waiting_since
    if verdict.is_final and not reason:
        publish_items([item])
    elif verdict.is_final or (late and not (verdict is _SLOW and _is_slow(item.source))):
        hold_item(item, reason=reason or HeldBy.UNOPENED_PAGE, word=verdict.word)
    elif late:
        publish_items(_late_at(urlsplit(item.href).netloc, waiting_since))


def _is_slow(source: Source) -> bool:
    """Return whether not only a page but the source itself answers late."""
    took = dt.timedelta(milliseconds=source.took_ms or 0)
    return source.outcome == FetchOutcome.TIMEOUT or took >= _SLOW_FROM


def _late_at(host: str, waiting_since: dt.datetime) -> list[LibraryItem]:
    """Return the items of a host that have waited since a moment."""
    arrived = Greatest("fetched_at", Coalesce("changed_at", F("fetched_at")))
    late = LibraryItem.objects.filter(status=ItemStatus.CHECKING)
    return list(
        late.annotate(host=_HOST, arrived=arrived).filter(host=host, arrived__lte=waiting_since)
    )


def _arrived(item: LibraryItem) -> dt.datetime:
    """Return when the item came with its present address."""
    return max(item.fetched_at, item.changed_at or item.fetched_at)
