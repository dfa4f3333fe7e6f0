"""Judge how much a set of items looks like the list of news of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from aggregator.feeds.types import Entry

from . import FoundList

FEWEST_ITEMS = 3
_FEWEST_WORDS = 3.0
_COUNTED_ITEMS = 30
_WORDS_OF_A_TITLE = 10
# What identifies an article in its address: a number of three digits or a slug of several words.
_IDENTITY = re.compile(r"\d{2,}|(?:[a-z0-9]+-){4}|=$")
_ENDING = re.compile(r"\.\w{2,5}$")


def score(found: FoundList, url: str) -> float:
    """Return a number that is higher for likelier lists of the page at `url`, 0 for what is none.

    Dates weigh most, because menus have none; then words of titles, addresses of articles and
    whether these are below the page's own, then pictures and the number of items.
    """
    entries = found.feed.entries
    count = len(entries)
    if count < FEWEST_ITEMS:
        return 0.0
    words = sum(len(entry.title.split()) for entry in entries) / count
    dated = sum(entry.published is not None for entry in entries) / count
    different = len({entry.title for entry in entries}) / count
    if different < 0.5 or (words < _FEWEST_WORDS and dated < 0.5):
        return 0.0
    named = sum(_is_article(entry.link or "") for entry in entries) / count
    quality = 0.3 + 2 * dated + min(words, _WORDS_OF_A_TITLE) / _WORDS_OF_A_TITLE + named
    quality += 0.7 * _share_below(entries, url) + 0.5 * found.pictured
    return float(min(count, _COUNTED_ITEMS) ** 0.5 * quality * different)


def _share_below(entries: Sequence[Entry], url: str) -> float:
    """Return the share of links below the address of the page, without its ending."""
    own = _ENDING.sub("", urlsplit(url).path).rstrip("/")
    if not own:
        return 0.0
    paths = (urlsplit(entry.link or "").path for entry in entries)
    return sum(path.startswith(own) for path in paths) / len(entries)


def _is_article(link: str) -> bool:
    """Return whether an address looks like that of one article."""
    parts = urlsplit(link)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return _IDENTITY.search(f"{last}?{parts.query}" if parts.query else last) is not None
