"""Parse a feed body, from any bytes, into a Feed.

bytes -> text (charset) -> one repaired XML document (repair) -> newest items only (newest) ->
feedparser, or `plain` -> cleaned entries (normalize, links, dates). Uses no network and no files:
feedparser gets a stream, never a string, because it would open a string that looks like an address.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import feedparser

from aggregator.feeds.charset import decode_body
from aggregator.feeds.dates import parse_date, writes_month_first
from aggregator.feeds.fonts import font_of, is_damaged
from aggregator.feeds.json_feed import read_json_feed
from aggregator.feeds.links import Link, host_of, resolve_link
from aggregator.feeds.newest import keep_newest
from aggregator.feeds.normalize import (
    EXCERPT_LENGTH,
    clean_text,
    clean_title,
    hash_content,
    make_excerpt,
    plain_text,
    truncate,
)
from aggregator.feeds.plain import read_plain
from aggregator.feeds.repair import isolate_feed, repair_markup
from aggregator.feeds.titles import says_nothing
from aggregator.feeds.types import (
    Entry,
    EntryProblem,
    Feed,
    FeedProblem,
    NotAFeed,
    NotAFeedReason,
)
from network.core.legacy_encodings import LegacyEncoding

MAX_ENTRIES = 500
# An empty RDF 0.90 feed has only this element.
_CHANNEL = re.compile(r"<(?:\w{1,20}:)?channel[\s/>]")
_GUID_LENGTH = 500
_BORROWED_TITLE_LENGTH = 300
_ALIKE_FROM = 3
_ANSWERED_WITHIN = timedelta(minutes=10)
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000}
_TTL_AT_MOST = 604_800

type _Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Context:
    """Values shared by all entries of one feed while they are read."""

    base: str
    own_hosts: frozenset[str]
    now: datetime
    month_first: bool
    excerpt_length: int
    worthless_title: str | None
    font: LegacyEncoding | None


def parse_feed(
    body: bytes,
    *,
    content_type: str | None,
    base_url: str,
    now: datetime | None = None,
    excerpt_length: int = EXCERPT_LENGTH,
    max_entries: int = MAX_ENTRIES,
) -> Feed:
    """Parse an RSS, RDF, Atom or JSON Feed body. Returns its newest `max_entries` entries.

    `content_type` is the HTTP header, `base_url` the final address of the feed, `now` an aware
    datetime that detects future dates. Raises NotAFeed, with its reason, and no other exception.
    """
    now = now or datetime.now(UTC)
    parsed, found, repaired = _parse(body, content_type, max_entries, now)
    feed = _read_parsed(parsed, base_url, now, excerpt_length)
    entries = newest_entries(feed.entries, max_entries)
    found = max(found, feed.found)
    seen = repaired | feed.problems
    if found > len(entries):
        seen |= {FeedProblem.TOO_MANY_ENTRIES}
    return replace(feed, entries=entries, found=found, problems=seen)


def _parse(
    body: bytes, content_type: str | None, max_entries: int, now: datetime
) -> tuple[Any, int, frozenset[FeedProblem]]:
    """Return the parser's result, the number of items before the cut (0 if not counted), and the
    problems."""
    text, problems = decode_body(body, content_type)
    parsed = read_json_feed(text)
    if parsed is not None:
        return parsed, 0, problems
    document = isolate_feed(text)
    problems |= document.problems
    xml, found = keep_newest(document.xml, max_entries, now=now)
    xml = repair_markup(xml, document)
    # Each is as long as the body, up to ten megabytes, so free them before parsing.
    del text, document
    return read_plain(xml) or _run_feedparser(xml), found, problems


def _read_parsed(parsed: Any, base_url: str, now: datetime, excerpt_length: int) -> Feed:
    """Convert the parser's result into a Feed with all entries."""
    raws = list(parsed.entries)
    link = _feed_link(parsed.feed, base_url)
    context = _context(parsed.feed, raws, link, base_url, now, excerpt_length)
    entries = _without_time_of_fetch(tuple(_entry(raw, context) for raw in raws), now)
    return Feed(
        title=clean_title(_text(parsed.feed, "title")),
        link=link.canonical,
        entries=entries,
        found=len(entries),
        updated=_date(parsed.feed, ("updated", "published"), context)[0],
        ttl_seconds=_ttl_seconds(parsed.feed),
        problems=frozenset(_look_over(parsed, entries, context)),
    )


def _without_time_of_fetch(entries: tuple[Entry, ...], now: datetime) -> tuple[Entry, ...]:
    """Return the entries without dates if all dates are the time of the portal's response."""
    moments = [entry.published for entry in entries if entry.published]
    if len(moments) < max(_ALIKE_FROM, len(entries)) or now - min(moments) > _ANSWERED_WITHIN:
        return entries
    missing = frozenset({EntryProblem.NO_DATE})
    return tuple(
        replace(each, published=None, problems=each.problems | missing) for each in entries
    )


def _run_feedparser(xml: str) -> Any:
    """Parse a UTF-8 document with feedparser. Raises NotAFeed if it fails or finds no feed."""
    try:
        parsed = feedparser.parse(
            io.BytesIO(xml.encode("utf-8", "ignore")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # any failure of the parser means that the feed is unreadable
        raise NotAFeed(NotAFeedReason.UNREADABLE, type(error).__name__) from error
    known = parsed.get("version") or parsed.entries or parsed.feed
    if not known and not _CHANNEL.search(xml):
        raise NotAFeed(NotAFeedReason.OTHER_XML)
    return parsed


def _context(
    feed: _Raw, raws: Sequence[_Raw], link: Link, base_url: str, now: datetime, excerpt_length: int
) -> _Context:
    """Return the values shared by all entries of the feed."""
    hosts = {host_of(base_url), host_of(link.tidy)} - {None}
    return _Context(
        base=link.tidy or base_url,
        own_hosts=frozenset(host for host in hosts if host),
        now=now,
        month_first=writes_month_first(_text(raw, "published") for raw in raws),
        excerpt_length=excerpt_length,
        worthless_title=_worthless_title(feed, raws),
        font=font_of(_text(raw, "title") for raw in raws),
    )


def _worthless_title(feed: _Raw, raws: Sequence[_Raw]) -> str | None:
    """Return the title that all items share, which therefore says nothing about them; None if they
    differ or are few."""
    if len(raws) < _ALIKE_FROM:
        return None
    titles = (clean_title(_text(raw, "title")) for raw in raws)
    first = next(titles)
    return first or None if all(title == first for title in titles) else None


def _feed_link(feed: _Raw, base_url: str) -> Link:
    """Return the feed's link to its website, resolved against `base_url`."""
    host = host_of(base_url)
    return resolve_link(_text(feed, "link"), base=base_url, own_hosts=[host] if host else [])


def _entry(raw: _Raw, context: _Context) -> Entry:
    """Convert one of feedparser's entries, with its problems."""
    problems: set[EntryProblem] = set()
    body = _text(raw, "summary") or _content(raw)
    link = _entry_link(raw, context)
    if not link.canonical:
        problems.add(EntryProblem.BROKEN_LINK if link.broken else EntryProblem.NO_LINK)
    title, origin = _title(raw, body, link, context)
    problems |= origin
    published, dated = _date(raw, ("published", "updated", "created"), context)
    problems |= dated
    excerpt = make_excerpt(body, title=title, length=context.excerpt_length, font=context.font)
    if any(map(is_damaged, (title, excerpt))):
        problems.add(EntryProblem.DAMAGED_TEXT)
    return Entry(
        title=title,
        link=link.canonical,
        original_link=link.tidy,
        guid=_guid(raw),
        published=published,
        excerpt=excerpt,
        content_hash=hash_content(title, excerpt),
        updated=_date(raw, ("updated",), context)[0],
        suggested_link=link.suggested,
        author=truncate(plain_text(_text(raw, "author")), 200),
        categories=tuple(_categories(raw)),
        problems=frozenset(problems),
    )


def _title(
    raw: _Raw, body: str, link: Link, context: _Context
) -> tuple[str, frozenset[EntryProblem]]:
    """Return the entry's title and its problems. Without a title it is taken from the description
    or the address."""
    title = clean_title(_text(raw, "title"), context.font)
    if title and title != context.worthless_title and not says_nothing(title):
        return title, frozenset()
    borrowed = truncate(clean_title(body, context.font), _BORROWED_TITLE_LENGTH)
    if borrowed:
        return borrowed, frozenset({EntryProblem.TITLE_FROM_DESCRIPTION})
    if title:
        return title, frozenset()
    slug = title_from_link(link.canonical or "")
    if slug:
        return slug, frozenset({EntryProblem.TITLE_FROM_LINK})
    return "", frozenset({EntryProblem.NO_TITLE})


def title_from_link(link: str) -> str:
    """Return the words of the last path segment, such as "thong-tu-so-33-2026-tt-bct", or "" if it
    has too few letters."""
    last = urlsplit(link).path.rpartition("/")[2]
    words = re.sub(r"\.(?:html?|aspx?|php|jsp)$", "", last)
    words = re.sub(r"[-_](?:post)?\d{5,}$", "", words).replace("-", " ").replace("_", " ")
    return words.strip() if sum(char.isalpha() for char in words) >= 8 and "%" not in words else ""


def _entry_link(raw: _Raw, context: _Context) -> Link:
    """Return the first usable address of an entry, else the result for its first address."""
    first = None
    for written in _written_links(raw):
        link = resolve_link(written, base=context.base, own_hosts=context.own_hosts)
        if link.canonical:
            return link
        first = first or link
    return first or Link()


def _written_links(raw: _Raw) -> Iterator[str]:
    """Yield the addresses of an entry as written, the most reliable first."""
    if _text(raw, "feedburner_origlink"):
        yield _text(raw, "feedburner_origlink")
    links = [link for link in _plain_get(raw, "links") or () if link.get("href")]
    yield from (link["href"] for link in links if link.get("rel", "alternate") == "alternate")
    # feedparser treats any guid as a link; only a guid that is an address can be one.
    for written in (_text(raw, "link"), _text(raw, "id")):
        if re.match(r"https?://", written, re.IGNORECASE):
            yield written
    yield from (link["href"] for link in links if link.get("rel") in ("related", "via"))
    files = (link for link in links if link.get("rel") == "enclosure")
    yield from (file["href"] for file in files if file.get("type", "").startswith("application/"))


def _guid(raw: _Raw) -> str | None:
    """Return the entry's guid, a hash of it if it is too long, or None."""
    guid = clean_text(_text(raw, "id"))
    if len(guid) > _GUID_LENGTH:
        return "sha256:" + hashlib.sha256(guid.encode()).hexdigest()
    return guid or None


def _content(raw: _Raw) -> str:
    """Return the first full text of an entry, "" if there is none."""
    parts = _plain_get(raw, "content") or ()
    return next((part["value"] for part in parts if part.get("value")), "")


def _categories(raw: _Raw) -> Iterator[str]:
    """Yield the entry's categories without duplicates, as plain text."""
    seen = set()
    for tag in (_plain_get(raw, "tags") or ())[:20]:
        label = truncate(plain_text(tag.get("label") or tag.get("term") or ""), 100)
        if label and label not in seen:
            seen.add(label)
            yield label


def _date(
    raw: _Raw, names: Sequence[str], context: _Context
) -> tuple[datetime | None, frozenset[EntryProblem]]:
    """Return the first plausible date among the fields `names`, or None with the problem."""
    written = False
    for name in names:
        value = _text(raw, name)
        if not value.strip():
            continue
        written = True
        moment = parse_date(
            value,
            now=context.now,
            month_first=context.month_first,
            fallback=_plain_get(raw, f"{name}_parsed"),
        )
        if moment:
            return moment, frozenset()
    return None, frozenset({EntryProblem.BAD_DATE if written else EntryProblem.NO_DATE})


def newest_entries(entries: tuple[Entry, ...], limit: int) -> tuple[Entry, ...]:
    """Return the `limit` newest entries in the order of the source. Undated entries are dropped
    first."""
    if len(entries) <= limit:
        return entries
    oldest = datetime.min.replace(tzinfo=UTC)
    order = sorted(
        range(len(entries)), key=lambda index: (entries[index].published or oldest, -index)
    )
    kept = set(order[-limit:])
    return tuple(entry for index, entry in enumerate(entries) if index in kept)


def _look_over(parsed: Any, entries: Sequence[Entry], context: _Context) -> set[FeedProblem]:
    """Return the problems of the whole feed."""
    problems: set[FeedProblem] = set()
    if parsed.bozo:
        problems.add(FeedProblem.ILL_FORMED)
    if not entries:
        return problems | {FeedProblem.EMPTY}
    if context.font:
        problems.add(FeedProblem.CHARSET_REPAIRED)
    if context.worthless_title:
        problems.add(FeedProblem.SAME_TITLES)
    if not any(entry.published for entry in entries):
        problems.add(FeedProblem.NO_DATES)
    return problems


def _ttl_seconds(feed: _Raw) -> int | None:
    """Return the update interval that the source asks for in seconds, at most a week, or None."""
    minutes = _text(feed, "ttl").strip()
    if minutes.isascii() and minutes.isdigit() and int(minutes[:6]) > 0:
        return min(int(minutes[:6]) * 60, _TTL_AT_MOST)
    period = _PERIODS.get(_text(feed, "sy_updateperiod").strip().lower())
    if period is None:
        return None
    times = _text(feed, "sy_updatefrequency").strip()
    frequency = int(times[:4]) if times.isascii() and times.isdigit() else 1
    return min(period // max(frequency, 1), _TTL_AT_MOST)


def _text(raw: _Raw, name: str) -> str:
    """Return a text field, "" if it is missing."""
    value = _plain_get(raw, name)
    return value if isinstance(value, str) else ""


def _plain_get(raw: _Raw, name: str) -> Any:
    """Return a field by its exact name, None if it is missing."""
    # Not raw.get: FeedParserDict translates names, which is slow, and returns "published" for
    # "updated" with a warning.
    return dict.get(raw, name)
