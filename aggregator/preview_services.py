"""Trying a source before it is saved: fetched and read like any other, and nothing stored."""

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
    """The person has another preview under way."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a source would bring.

    `feed` where it could be read; else `outcome` and `detail`, as the source's row would show
    them. `candidates` are addresses that may serve better: feeds that the page names, or the
    sitemaps of an index.
    """

    feed: Feed | None = None
    outcome: FetchOutcome | None = None
    detail: str = ""
    candidates: tuple[Candidate, ...] = ()


def preview_source(
    *, url: str, kind: str, options: Mapping[str, str], person_id: int, now: dt.datetime
) -> Preview:
    """Fetch `url` once through the guarded client and read it as `kind`; store nothing.

    Raises PreviewBusy while the same person waits for another preview, UnknownKind.
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
            # A page that our own code stumbles over is shown as such, like in a refresh.
            logger.exception("preview of %s as %s", url, kind)
            return Preview(outcome=FetchOutcome.FAULT, detail=type(error).__name__)
        return Preview(feed=with_titles_judged(feed), candidates=_better(fetched, kind))


@contextmanager
def one_at_a_time(person_id: int) -> Iterator[None]:
    """Let a person wait for one stranger's server at a time. Raises PreviewBusy."""
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
    """Return what the address is instead, and where to go from there."""
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
    try:
        page = read_page(fetched.body, fetched.content_type)
    except NotAFeed:
        return []
    return discover_feeds(page=page, url=fetched.url)


def _better(fetched: Fetched, kind: str) -> tuple[Candidate, ...]:
    """Return the feeds that a list page names itself: they are surer than its markup."""
    if kind != "html_list":
        return ()
    return tuple(find_feeds(read_page(fetched.body, fetched.content_type), fetched.url))
