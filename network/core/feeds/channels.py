"""Feed data independent of the format."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

# Date of a feed without entries. It must be constant, so that the feed does not look changed.
EMPTY_FEED_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. `html` is safe markup, all other text is plain. `sources` are pairs (name,
    link)."""

    id: str
    title: str
    link: str
    summary: str
    html: str
    sources: Sequence[tuple[str, str]]
    topics: Sequence[str]
    published: dt.datetime
    updated: dt.datetime


@dataclass(frozen=True, slots=True)
class FeedChannel:
    """A feed. `path` is the page it belongs to, `updated` the time of its newest change.

    Links of entries that begin with "/" are relative to this site.
    """

    title: str
    description: str
    path: str
    entries: Sequence[FeedEntry]
    updated: dt.datetime


def entry_id(kind: str, key: int) -> str:
    """Return a permanent id of an entry: a tag URI (RFC 4151), because URLs may change."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"tag:{host},2026:{kind}/{key}"
