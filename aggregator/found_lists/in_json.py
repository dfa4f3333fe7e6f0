"""Propose the lists of a JSON document: where its items are, and their title, link and date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import Any

from aggregator.adapters import json_list
from aggregator.feeds.dates import parse_date
from aggregator.feeds.json_values import objects_in, text_of, value_at
from aggregator.feeds.normalize import plain_text
from aggregator.feeds.types import NotAFeed

from . import FoundList
from .scores import FEWEST_ITEMS, score

LISTS_AT_MOST = 3
_DEPTH = 8
_ARRAYS_AT_MOST = 100
_OBJECTS_LOOKED_AT = 20_000
_ITEMS_LOOKED_AT = 20
_MEMBERS_LOOKED_AT = 80
_DEPTH_OF_ITEM = 3
_TITLE_LENGTH = 400
_TITLE = re.compile(r"title|headline|tieu_?de|(?:^|\.)(?:ten|name|subject|tieude)", re.IGNORECASE)
_LINK = re.compile(r"link|url|href|uri|duong_?dan|lien_?ket|path|slug|alias", re.IGNORECASE)
_NOT_LINK = re.compile(
    r"image|img|thumb|avatar|anh|icon|logo|photo|picture|categor|author|tac_?gia|guid|_links|api|file",
    re.IGNORECASE,
)
_DATE = re.compile(r"publi|ngay_?(?:dang|xb|xuat_?ban)|phat_?hanh|issued|ban_?hanh", re.IGNORECASE)
_OTHER_DATE = re.compile(r"updat|modif|chinh_?sua|sua|creat|tao|expir|het_?han|gmt", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:/)?/\S+|[\w./-]+\.(?:html?|aspx?|php)\b\S*|\?\S+=\S+")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp4|mp3)(?:\?|$)", re.IGNORECASE)


def lists_in_json(value: Any, *, url: str, now: datetime) -> list[FoundList]:
    """Return at most three ways to read a JSON value as a list, the likeliest first."""
    found = []
    for path, items in islice(_arrays(value), _ARRAYS_AT_MOST):
        options = _options(items, now)
        if options is None:
            continue
        if path:
            options = {"items": path, **options}
        with suppress(NotAFeed):
            feed = json_list.read_items(value, options, base_url=url, now=now)
            found.append(FoundList(json_list.KIND, options, feed))
    scored = sorted(((score(each, url), each) for each in found), key=lambda pair: -pair[0])
    return [each for points, each in scored if points][:LISTS_AT_MOST]


def has_items(value: Any) -> bool:
    """Return whether a JSON value holds a list of objects at all."""
    return next(_arrays(value), None) is not None


def _arrays(value: Any) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    """Yield (path, objects) of the lists of at least three objects, outer ones first."""
    waiting: list[tuple[str, Any, int]] = [("", value, 0)]
    for path, inner, depth in waiting:
        objects = objects_in(inner)
        if len(objects) >= FEWEST_ITEMS:
            yield path, objects
        if isinstance(inner, list):
            members: Iterator[tuple[str, Any]] = ((str(n), v) for n, v in enumerate(inner[:5]))
        elif isinstance(inner, dict):
            members = ((name, v) for name, v in inner.items() if name and "." not in name)
        else:
            continue
        if depth < _DEPTH and len(waiting) < _OBJECTS_LOOKED_AT:
            waiting += [(f"{path}.{n}".strip("."), v, depth + 1) for n, v in members]


def _options(items: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, str] | None:
    """Return the paths to title, link and date inside the items, or None if they have no title or
    no link."""
    some = items[:_ITEMS_LOOKED_AT]
    paths = list(dict.fromkeys(path for item in some for path in _paths(item)))
    columns = {path: [text_of(value_at(item, path)) for item in some] for path in paths}
    title = _best(columns, _title_rank)
    link = _best(columns, _link_rank)
    if not title or not link:
        return None
    date = _best(columns, lambda path, texts: _date_rank(path, texts, now))
    return {"title": title, "link": link} | ({"date": date} if date else {})


def _paths(item: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths to the texts and numbers of an item."""
    waiting: list[tuple[str, Any, int]] = [("", item, 0)]
    count = 0
    while waiting and count < _MEMBERS_LOOKED_AT:
        path, value, depth = waiting.pop(0)
        count += 1
        if isinstance(value, dict) and depth < _DEPTH_OF_ITEM:
            waiting += [
                (f"{path}.{name}".strip("."), inner, depth + 1)
                for name, inner in value.items()
                if name and "." not in name
            ]
        elif text_of(value):
            yield path


def _best(columns: Mapping[str, Sequence[str]], rank: Callable[[str, Sequence[str]], float]) -> str:
    """Return the path with the highest rank above 0, the first among equals; "" if none."""
    ranked = [(rank(path, texts), -n, path) for n, (path, texts) in enumerate(columns.items())]
    best = max(ranked, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else ""


def _title_rank(path: str, texts: Sequence[str]) -> float:
    """Return how much a column looks like titles: different sentences of some words."""
    plain = [plain_text(text) for text in texts if text]
    if 2 * len(plain) < len(texts) or any(len(text) > _TITLE_LENGTH for text in plain):
        return 0.0
    if 2 * sum(bool(_ADDRESS.fullmatch(text)) for text in plain) > len(plain):
        return 0.0
    words = sum(len(text.split()) for text in plain) / len(plain)
    different = len(set(plain)) / len(plain)
    named = 2.0 if _TITLE.search(path) else 0.0
    if words < 2 or different < 0.5 or (not named and words < 4):
        return 0.0
    return named + different + min(words, 12) / 12 - path.count(".") / 10


def _link_rank(path: str, texts: Sequence[str]) -> float:
    """Return how much a column looks like addresses of articles."""
    written = [text for text in texts if text]
    if 2 * len(written) < len(texts) or len(set(written)) * 2 < len(written):
        return 0.0
    if any(_PICTURE.search(text) for text in written) or _NOT_LINK.search(path):
        return 0.0
    if not all(_ADDRESS.fullmatch(text) for text in written):
        return 0.0
    named = 1.0 if _LINK.search(path) else 0.0
    return 1.0 + named + len(set(written)) / len(written) - path.count(".") / 10


def _date_rank(path: str, texts: Sequence[str], now: datetime) -> float:
    """Return how much a column looks like dates of publication."""
    written = [text for text in texts if text]
    dated = [text for text in written if len(text) < 60 and parse_date(text, now=now)]
    if not dated or 5 * len(dated) < 4 * len(written):
        return 0.0
    name = path.rpartition(".")[2]
    named = 1.0 if _DATE.search(name) else 0.0
    other = 0.5 if _OTHER_DATE.search(name) else 0.0
    return 1.0 + named - other - path.count(".") / 10
