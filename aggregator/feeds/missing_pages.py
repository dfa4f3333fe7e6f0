"""Recognize pages that say that they do not exist although the server answers 200 (soft 404).

Used by the adapters of web pages, by the judgement of titles, when a link is added by hand and by
the check of links on public pages. The phrases are in data/missing_page_phrases.txt: each line is a
whole heading, * stands for any words.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from pathlib import Path

from aggregator.feeds.html import Page, read_page
from aggregator.feeds.types import NotAFeed, NotAFeedReason
from network.core.text import unify_tones

PHRASES = Path(__file__).parents[1] / "data" / "missing_page_phrases.txt"
_MOST_WORDS = 25
_WORDS = re.compile(r"[^\W_]+")
# What portals write before the phrase: "Lỗi 404: ...", "Rất tiếc! ...".
_LEAD = re.compile(
    r"^(?:(?:http|status|mã|code|lỗi|error|oops|rất tiếc|xin lỗi|thông báo|chúng tôi|4\d\d) )+"
)
# Between a heading and the name of the portal.
_PARTS = re.compile(r"\s[-–—|»:]\s|[!?.:|]\s+|\s*\|\s*")


def says_missing(heading: str) -> bool:
    """Return whether a heading, or the part of it beside the portal's name, says that the page does
    not exist."""
    return any(map(_is_phrase, {heading, *_PARTS.split(heading)}))


def read_existing_page(body: bytes, content_type: str | None) -> Page:
    """Parse a page. Raises NotAFeed as `read_page` does, and MISSING_PAGE if the page's title or
    first heading says that it does not exist."""
    page = read_page(body, content_type)
    if any(says_missing(" ".join(heading.split())) for heading in _headings(page)):
        raise NotAFeed(NotAFeedReason.MISSING_PAGE)
    return page


def is_missing_page(body: bytes, content_type: str | None) -> bool:
    """Return whether a body is a web page that says that it does not exist."""
    try:
        read_existing_page(body, content_type)
    except NotAFeed as error:
        return error.reason is NotAFeedReason.MISSING_PAGE
    return False


def _headings(page: Page) -> list[str]:
    """Return the title of the page and its first heading of the highest level."""
    found = [next((each.words() for each in page.root.iter(tag)), "") for tag in ("h1", "h2", "h3")]
    title = next((each.words() for each in page.root.iter("title")), "")
    return [title, *islice(filter(str.strip, found), 1)]


def _is_phrase(text: str) -> bool:
    """Return whether a text is one of the phrases."""
    words = _WORDS.findall(unify_tones(text).lower())
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    spoken = " ".join(words)
    bare = _LEAD.sub("", f"{spoken} ").strip()
    if not bare:
        return "404" in words
    return any(_pattern().fullmatch(each) for each in (spoken, bare))


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of all phrases."""
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    phrases = (re.escape(unify_tones(line).lower()) for line in lines if line.strip())
    return re.compile("|".join(each.replace(r"\*", ".*") for each in phrases))
