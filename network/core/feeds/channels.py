"""A feed whatever its format."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

# Of a feed without items: it must be dated, and the same each time it is asked for.
EMPTY_FEED_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; `html` is safe to show, all other text is plain. `sources` are (name, link)."""

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
    """A feed: `path` is the page it belongs to, `updated` its newest change.

    A link of an entry that begins with "/" is one of the install's own.
    """

    title: str
    description: str
    path: str
    entries: Sequence[FeedEntry]
    updated: dt.datetime


def entry_id(kind: str, key: int) -> str:
    """Return what names an entry for good: a tag (RFC 4151), as addresses may change."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"tag:{host},2026:{kind}/{key}"
