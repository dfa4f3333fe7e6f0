"""Adapter for sitemaps (sitemaps.org 0.9 with Google's news extension), for portals without feed or
list.

Scans the text for a few elements instead of using an XML parser: many sitemaps are malformed, and
the valid addresses in them are still useful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from itertools import islice, pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from aggregator.adapters import Option
from aggregator.feeds.charset import decode_body
from aggregator.feeds.dates import parse_date
from aggregator.feeds.fonts import font_of, is_damaged
from aggregator.feeds.links import host_of, resolve_link
from aggregator.feeds.normalize import clean_title, hash_content
from aggregator.feeds.parse import MAX_ENTRIES, title_from_link
from aggregator.feeds.repair import isolate_feed
from aggregator.feeds.types import (
    Entry,
    EntryProblem,
    Feed,
    FeedProblem,
    NotAFeed,
    NotAFeedReason,
)
from legal_updates.citations import number_from_link

KIND = "sitemap"
ORDER = 3
LABEL = _("Sitemap")
OPTIONS = (
    Option(
        "pattern",
        _("Address pattern"),
        _(
            "Takes only addresses of this form; * stands for anything, for example: */van-ban/*."
            " Several patterns are separated by blanks. Empty: all addresses."
        ),
    ),
)
_PATTERN_LENGTH = 500
_PATTERNS_AT_MOST = 20
_URLS_AT_MOST = 100_000  # twice what the protocol allows in one file
_NAMED_SITEMAPS = 20

_ROOT = re.compile(r"<((?:[A-Za-z][\w.-]{0,20}:)?)(urlset|sitemapindex)(?=[\s>/])")
_HEAD = 65_536
_LASTMOD = ("lastmod",)
_NEWS_DATE = ("news:publication_date", "n:publication_date")
_NEWS_TITLE = ("news:title", "n:title")


@dataclass(frozen=True, slots=True)
class _Url:
    """One <url> element of a sitemap as written, with its parsed date."""

    address: str
    date: datetime | None
    written_date: str
    title: str


def check(options: Mapping[str, str]) -> Mapping[str, Any]:
    """Validate the pattern. Returns {"pattern": error message} if it is too long, else {}."""
    pattern = options.get("pattern", "")
    if len(pattern) > _PATTERN_LENGTH or len(pattern.split()) > _PATTERNS_AT_MOST:
        return {"pattern": _("Too long: at most 20 patterns and 500 characters.")}
    return {}


def read(
    body: bytes,
    *,
    content_type: str | None,
    base_url: str,
    now: datetime,
    excerpt_length: int,
    options: Mapping[str, str],
) -> Feed:
    """Read the newest addresses that match the pattern in `options`. See `Adapter.read`.

    Raises NotAFeed: SITEMAP_INDEX for a list of other sitemaps (its detail holds up to 20 of their
    addresses, one per line), NOTHING_MATCHES if no address matches the pattern, or the reason why
    the body is not a sitemap.
    """
    text, problems = decode_body(body, content_type)
    root = _find_root(text)
    prefix, text = root.group(1), _without_comments(text[root.end() :])
    if root.group(2) == "sitemapindex":
        raise NotAFeed(NotAFeedReason.SITEMAP_INDEX, "\n".join(_sitemaps(text, prefix, base_url)))
    urls = list(_urls(text, prefix, now))
    wanted = [url for url in urls if _fits(url.address, options.get("pattern", ""))]
    if urls and not wanted:
        raise NotAFeed(NotAFeedReason.NOTHING_MATCHES)
    entries = _entries(_newest(wanted), base_url)
    problems |= frozenset(_look_over(entries, len(wanted)))
    return Feed(title="", link=None, entries=entries, found=len(wanted), problems=problems)


def _find_root(text: str) -> re.Match[str]:
    """Return the match of the root element. Raises NotAFeed with the reason if the text is not a
    sitemap."""
    found = _ROOT.search(text[:_HEAD])
    if found is not None:
        return found
    isolate_feed(text)
    raise NotAFeed(NotAFeedReason.FEED)


def _without_comments(text: str) -> str:
    """Return the text without XML comments; an unclosed comment ends at the end of the text."""
    parts, position = [], 0
    while (start := text.find("<!--", position)) != -1:
        parts.append(text[position:start])
        end = text.find("-->", start)
        position = end + 3 if end != -1 else len(text)
    return "".join([*parts, text[position:]])


def _spans(text: str, name: str) -> Iterator[str]:
    """Yield the text from each start tag `name` up to the next start tag of the same name, so that
    unclosed elements are read too."""
    found = islice(re.finditer(rf"<{name}[\s>]", text), _URLS_AT_MOST)
    starts = [each.start() for each in found]
    for start, following in pairwise([*starts, len(text)]):
        yield text[start:following]


def _value(span: str, names: Sequence[str]) -> str:
    """Return the unescaped text of the first non-empty element among `names`, or ""."""
    for name in names:
        found = re.search(
            rf"<{name}(?:\s[^<>]{{0,200}})?>\s{{0,99}}(?:<!\[CDATA\[)?([^<\]]*)", span
        )
        if found and found.group(1).strip():
            return unescape(found.group(1)).strip()
    return ""


def _urls(text: str, prefix: str, now: datetime) -> Iterator[_Url]:
    """Yield the <url> elements that have an address."""
    for span in _spans(text, f"{prefix}url"):
        address = _value(span, (f"{prefix}loc",))
        if address:
            written = _value(span, _NEWS_DATE) or _value(span, [prefix + n for n in _LASTMOD])
            date = parse_date(written, now=now) if written else None
            yield _Url(address, date, written, _value(span, _NEWS_TITLE))


def _sitemaps(text: str, prefix: str, base_url: str) -> Iterator[str]:
    """Yield the addresses in a sitemap index, at most _NAMED_SITEMAPS."""
    host = host_of(base_url)
    for number, span in enumerate(_spans(text, f"{prefix}sitemap")):
        address = _value(span, (f"{prefix}loc",))
        link = resolve_link(address, base=base_url, own_hosts=[host] if host else [])
        if number < _NAMED_SITEMAPS and link.tidy:
            yield link.tidy


def _fits(address: str, pattern: str) -> bool:
    """Return whether `address` matches one of the space-separated patterns. An empty pattern
    matches all."""
    patterns = pattern.split()
    return not patterns or any(_matches(address, each) for each in patterns)


def _matches(address: str, pattern: str) -> bool:
    """Return whether a pattern with `*` matches the whole address, in linear time.

    A pattern that begins with a slash is matched against the part after the host.
    """
    if pattern.startswith("/"):
        address = "/" + address.partition("://")[2].partition("/")[2]
    first, *rest = pattern.split("*")
    if not rest:
        return address == pattern
    *middle, last = rest
    if not address.startswith(first):
        return False
    position = len(first)
    for part in middle:
        found = address.find(part, position)
        if found == -1:
            return False
        position = found + len(part)
    return len(address) - len(last) >= position and address.endswith(last)


def _newest(urls: Sequence[_Url]) -> list[_Url]:
    """Return the newest addresses (at most MAX_ENTRIES) in the order of the file; undated ones
    count as the oldest.

    Among equal dates the later one in the file wins, because portals without dates append.
    """
    if len(urls) <= MAX_ENTRIES:
        return list(urls)
    oldest = datetime.min.replace(tzinfo=UTC)
    order = sorted(range(len(urls)), key=lambda index: (urls[index].date or oldest, index))
    return [urls[index] for index in sorted(order[-MAX_ENTRIES:])]


def _entries(urls: Sequence[_Url], base_url: str) -> tuple[Entry, ...]:
    """Return the entries of the addresses, each link once, without those that have neither title
    nor link."""
    host = host_of(base_url)
    own_hosts = frozenset([host] if host else [])
    font = font_of(url.title for url in urls)
    read = (_entry(url, clean_title(url.title, font), base_url, own_hosts) for url in urls)
    once = {entry.link or entry.title: entry for entry in read}
    return tuple(entry for entry in once.values() if entry.title or entry.link)


def _entry(url: _Url, written: str, base_url: str, own_hosts: frozenset[str]) -> Entry:
    """Return the entry of one address, with its problems. `written` is the cleaned title."""
    link = resolve_link(url.address, base=base_url, own_hosts=own_hosts)
    title, problems = _title(written, link.canonical or "")
    if is_damaged(title):
        problems |= {EntryProblem.DAMAGED_TEXT}
    if not link.canonical:
        problems |= {EntryProblem.BROKEN_LINK}
    if url.date is None:
        problems |= {EntryProblem.BAD_DATE if url.written_date else EntryProblem.NO_DATE}
    return Entry(
        title=title,
        link=link.canonical,
        original_link=link.tidy,
        guid=None,
        published=url.date,
        excerpt="",
        content_hash=hash_content(title, ""),
        suggested_link=link.suggested,
        problems=problems,
    )


def _title(written: str, link: str) -> tuple[str, frozenset[EntryProblem]]:
    """Return the title and its problems. Without a title in the sitemap it is made from the
    address.

    A document number in the address makes a better title than its words without accents.
    """
    if written:
        return written, frozenset()
    number = number_from_link(link) if link else None
    borrowed = f"{number.type_word or ''} {number}".strip() if number else title_from_link(link)
    if borrowed:
        return borrowed, frozenset({EntryProblem.TITLE_FROM_LINK})
    return "", frozenset({EntryProblem.NO_TITLE})


def _look_over(entries: Sequence[Entry], found: int) -> Iterator[FeedProblem]:
    """Yield the problems of the whole sitemap. `found` is the number of addresses before the
    cut."""
    if not entries:
        yield FeedProblem.EMPTY
        return
    if len(entries) < found:
        yield FeedProblem.TOO_MANY_ENTRIES
    if not any(entry.published for entry in entries):
        yield FeedProblem.NO_DATES
