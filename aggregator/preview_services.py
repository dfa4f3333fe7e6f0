"""Preview a source before it is saved: fetch and read it, store nothing."""

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from .adapters import get_adapter
from .discovery import Candidate, find_feeds, name_candidates
from .discovery_services import discover_feeds
from .feeds.html import read_page
from .feeds.titles import with_titles_judged
from .feeds.types import Feed, NotAFeed, NotAFeedReason
from .fetcher import Fetched, fetch
from .models import EXCERPT_LENGTH, FetchOutcome, Source

logger = logging.getLogger(__name__)

_LOCKS = 0x1B4C  # the first key of our advisory locks; the second one is the person


class PreviewBusy(Exception):
    """Raised while the same user has another preview running."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The result of a preview.

    `feed` is set if it could be read, else `outcome` and `detail` as in the source's row.
    `candidates` are addresses that may be better: feeds that the page names, or the sitemaps of an
    index.
    """

    feed: Feed | None = None
    outcome: FetchOutcome | None = None
    detail: str = ""
    candidates: tuple[Candidate, ...] = ()


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
            return Preview(outcome=fetched.outcome, detail=fetched.detail)
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
            return _other(fetched, error, kind)
        except Exception as error:
            # An error in our own code on a page is shown as an outcome, as in a refresh.
            logger.exception("preview of %s as %s", url, kind)
            return Preview(outcome=FetchOutcome.FAULT, detail=type(error).__name__)
        return Preview(feed=with_titles_judged(feed), candidates=_better(fetched, kind))


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


def _other(fetched: Fetched, error: NotAFeed, kind: str) -> Preview:
    """Return a preview that says what the address is instead, with candidates to try."""
    candidates: list[Candidate] = []
    if error.reason is NotAFeedReason.SITEMAP_INDEX:
        candidates = name_candidates(error.detail.split(), "sitemap")
    elif error.reason is NotAFeedReason.SITEMAP:
        candidates = [Candidate(fetched.url, kind="sitemap")]
    elif error.reason is NotAFeedReason.FEED:
        candidates = [Candidate(fetched.url)]
    elif error.reason is NotAFeedReason.HTML_PAGE:
        candidates = _discovered(fetched)
    return Preview(
        outcome=FetchOutcome.NOT_A_FEED, detail=error.reason.value, candidates=tuple(candidates)
    )


def _discovered(fetched: Fetched) -> list[Candidate]:
    """Return the feeds of the portal to which the fetched page belongs, [] if it cannot be
    parsed."""
    try:
        page = read_page(fetched.body, fetched.content_type)
    except NotAFeed:
        return []
    return discover_feeds(page=page, url=fetched.url)


def _better(fetched: Fetched, kind: str) -> tuple[Candidate, ...]:
    """Return the feeds that a list page declares, because they are more reliable than its HTML; ()
    for other kinds of source."""
    if kind != "html_list":
        return ()
    return tuple(find_feeds(read_page(fetched.body, fetched.content_type), fetched.url))
