"""Preview a source before it is saved: fetch and read it, store nothing."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.db import connection

from .adapters import Adapter, get_adapter
from .discovery import Candidate, find_feeds, name_candidates
from .discovery_services import discover_feeds
from .feeds.absence import why_no_list
from .feeds.html import read_page
from .feeds.json_values import read_json
from .feeds.missing_pages import read_existing_page
from .feeds.titles import with_titles_judged
from .feeds.types import Feed, NotAFeed, NotAFeedReason
from .fetcher import Fetched, fetch, not_a_feed
from .found_lists import FoundList
from .found_lists.in_json import has_items, lists_in_json
from .found_lists.in_pages import lists_in_page
from .models import EXCERPT_LENGTH, FetchOutcome, Source

logger = logging.getLogger(__name__)

HTTP_ONLY = "http_only"
_PAGES = frozenset({NotAFeedReason.HTML_PAGE, NotAFeedReason.CHALLENGE_PAGE})
_WITHOUT_LIST = frozenset({NotAFeedReason.NOTHING_MATCHES, NotAFeedReason.SCRIPT_PAGE})
_LOCKS = 0x1B4C  # the first key of our advisory locks; the second one is the person


class PreviewBusy(Exception):
    """Raised while the same user has another preview running."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The result of a preview.

    `feed` is set if it could be read, else `outcome` and `detail` as in the source's row.
    `candidates` are addresses that may be better: feeds that the page names, or the sitemaps of an
    index. `lists` are ways to read the address as a list.
    """

    feed: Feed | None = None
    outcome: FetchOutcome | None = None
    detail: str = ""
    candidates: tuple[Candidate, ...] = ()
    lists: tuple[FoundList, ...] = ()


def preview_source(
    *, url: str, kind: str, options: Mapping[str, str], person_id: int, now: dt.datetime
) -> Preview:
    """Fetch `url` once through the guarded client and read it as `kind`. Stores nothing.

    Raises PreviewBusy while the same user waits for another preview, and UnknownKind.
    """
    adapter = get_adapter(kind)
    with one_at_a_time(person_id):
        fetched = fetch(Source(url=url), now=now)
        if fetched.outcome is not None:
            return _not_fetched(fetched, url, kind, now)
        try:
            return _read(fetched, adapter, options, now)
        except Exception as error:
            # An error in our own code on a page is shown as an outcome, as in a refresh.
            logger.exception("preview of %s as %s", url, kind)
            return Preview(outcome=FetchOutcome.FAULT, detail=type(error).__name__)


def _read(
    fetched: Fetched, adapter: Adapter, options: Mapping[str, str], now: dt.datetime
) -> Preview:
    """Read the fetched body with the adapter, or say what it is instead."""
    try:
        feed = adapter.read(
            fetched.body,
            content_type=fetched.content_type,
            base_url=fetched.url,
            now=now,
            excerpt_length=EXCERPT_LENGTH,
            options=options,
        )
    except NotAFeed as error:
        return _other(fetched, error, now)
    return Preview(feed=with_titles_judged(feed), candidates=_better(fetched, adapter.KIND))


@contextmanager
def one_at_a_time(person_id: int) -> Iterator[None]:
    """Allow a user one outgoing preview at a time, by an advisory lock. Raises PreviewBusy."""
    key = [_LOCKS, person_id]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        if not cursor.fetchone()[0]:
            raise PreviewBusy
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _not_fetched(fetched: Fetched, url: str, kind: str, now: dt.datetime) -> Preview:
    """Return why nothing was fetched. A portal that refuses https is asked once more over http."""
    failed = Preview(outcome=fetched.outcome, detail=fetched.detail)
    code = fetched.detail.partition(":")[0]
    # A bad certificate is never worked around: only a server that does not speak https at all.
    refused = code == "connection" or (code == "tls" and "CERTIFICATE" not in fetched.detail)
    if not refused or urlsplit(url).scheme != "https":
        return failed
    plain = f"http:{url.partition(':')[2]}"
    if fetch(Source(url=plain), now=now).outcome is not None:
        return failed
    return replace(failed, detail=HTTP_ONLY, candidates=(Candidate(plain, kind=kind),))


def _other(fetched: Fetched, error: NotAFeed, now: dt.datetime) -> Preview:
    """Return a preview that says what the address is instead, with candidates and lists to try."""
    candidates: list[Candidate] = []
    if error.reason is NotAFeedReason.SITEMAP_INDEX:
        candidates = name_candidates(error.detail.split(), "sitemap")
    elif error.reason is NotAFeedReason.SITEMAP:
        candidates = [Candidate(fetched.url, kind="sitemap")]
    elif error.reason is NotAFeedReason.FEED:
        candidates = [Candidate(fetched.url)]
    elif error.reason is NotAFeedReason.JSON:
        return _other_json(fetched, now)
    elif error.reason in _PAGES or error.reason in _WITHOUT_LIST:
        return _other_page(fetched, error.reason, now)
    return _not_a_feed(error, candidates)


def _not_a_feed(error: NotAFeed, candidates: Iterable[Candidate] = ()) -> Preview:
    """Return the preview for a body that cannot be read as a list."""
    if error.detail in ("page too large", "too many elements", "too many values"):
        return Preview(outcome=FetchOutcome.TOO_LARGE, detail=error.reason.value)
    refused = not_a_feed(error)
    return Preview(outcome=refused.outcome, detail=refused.detail, candidates=tuple(candidates))


def _other_page(fetched: Fetched, reason: NotAFeedReason, now: dt.datetime) -> Preview:
    """Return the lists of a page that is no feed, and the feeds of its portal."""
    try:
        page = read_existing_page(fetched.body, fetched.content_type)
    except NotAFeed as error:
        return _not_a_feed(error)
    lists = lists_in_page(page, url=fetched.url, now=now)
    candidates = discover_feeds(page=page, url=fetched.url) if reason in _PAGES else []
    if reason is NotAFeedReason.HTML_PAGE and not lists and not candidates:
        reason = why_no_list(page)
    return Preview(
        outcome=FetchOutcome.NOT_A_FEED,
        detail=reason.value,
        candidates=tuple(candidates),
        lists=tuple(lists),
    )


def _other_json(fetched: Fetched, now: dt.datetime) -> Preview:
    """Return the lists of a JSON document."""
    try:
        value, _problems = read_json(fetched.body, fetched.content_type)
    except NotAFeed as error:
        return _not_a_feed(error)
    lists = lists_in_json(value, url=fetched.url, now=now)
    reason = NotAFeedReason.JSON if lists or has_items(value) else NotAFeedReason.NO_LIST
    return Preview(outcome=FetchOutcome.NOT_A_FEED, detail=reason.value, lists=tuple(lists))


def _better(fetched: Fetched, kind: str) -> tuple[Candidate, ...]:
    """Return the feeds that a list page declares, because they are more reliable than its HTML; ()
    for other kinds of source."""
    if kind not in ("html_list", "link_list"):
        return ()
    return tuple(find_feeds(read_page(fetched.body, fetched.content_type), fetched.url))
