"""Judge how much a set of items looks like the list of news of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from aggregator.feeds.types import Entry

FEWEST_ITEMS = 3
_FEWEST_WORDS = 3.0
_COUNTED_ITEMS = 30
_WORDS_OF_A_TITLE = 10
# What identifies an article in its address: a number of three digits or a slug of several words.
_IDENTITY = re.compile(r"\d{2,}|(?:[a-z0-9]+-){4}|=$")


def score(entries: Sequence[Entry]) -> float:
    """Return a number that is higher for likelier lists, 0 for what is none.

    Dates weigh most, because menus have none; then words of titles and addresses of articles, then
    the number of items.
    """
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
    return float(min(count, _COUNTED_ITEMS) ** 0.5 * quality * different)


def _is_article(link: str) -> bool:
    """Return whether an address looks like that of one article."""
    parts = urlsplit(link)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return _IDENTITY.search(f"{last}?{parts.query}" if parts.query else last) is not None
