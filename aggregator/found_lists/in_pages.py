"""Propose the lists of a web page: tables of documents, structured data, repeated links."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from aggregator.adapters import document_table, ld_json, link_list
from aggregator.feeds.css import BadSelector, compile_selector
from aggregator.feeds.html import Element, Page
from aggregator.feeds.link_patterns import PATTERN_LENGTH, pattern_of, shape_of, target_of
from aggregator.feeds.links import Link, is_front_page
from aggregator.feeds.page_items import find_items, stable_classes
from aggregator.feeds.types import Feed, NotAFeed

from . import FoundList
from .scores import FEWEST_ITEMS, score

LISTS_AT_MOST = 3
_GROUPS_LOOKED_AT = 12
_STEPS_OF_PLACE = 4
_PATH_AT_MOST = 12
_PLAIN_NAME = re.compile(r"[A-Za-z][\w-]{0,59}", re.ASCII)

type _Anchors = Sequence[tuple[Element, Link]]


def lists_in_page(page: Page, *, url: str, now: datetime) -> list[FoundList]:
    """Return at most three ways to read the page at `url` as a list, the likeliest first.

    A table of documents comes first if there is one: no other reading has its facts.
    """
    tables: list[FoundList] = []
    with suppress(NotAFeed):
        feed = document_table.read_table(page, base_url=url, now=now, owner="")
        tables.append(FoundList(document_table.KIND, {}, feed))
    found = list(_link_lists(page, url, now))
    with suppress(NotAFeed):
        feed = ld_json.read_page_data(page, base_url=url, now=now)
        found.append(FoundList(ld_json.KIND, {}, feed))
    scored = [(score(each, url), each) for each in found]
    others = sorted(scored, key=lambda pair: pair[0], reverse=True)
    likely = [each for points, each in others if points]
    return list(_different([*tables, *likely]))[:LISTS_AT_MOST]


def _different(found: Sequence[FoundList]) -> Iterator[FoundList]:
    """Yield the proposals without those whose items a likelier one has too."""
    seen: list[frozenset[str]] = []
    for each in found:
        if not any(each.links <= links for links in seen):
            seen.append(each.links)
            yield each


def _link_lists(page: Page, url: str, now: datetime) -> Iterator[FoundList]:
    """Yield the readings of the page as links of one pattern, one for each group of links."""
    anchors = [
        (anchor, link)
        for anchor, link in link_list.page_links(page, page.root, url)
        if not is_front_page(link.canonical or "")
    ]
    groups = sorted(_groups(anchors, url), key=_size, reverse=True)[:_GROUPS_LOOKED_AT]
    done: set[tuple[str, str]] = set()
    for group in groups:
        targets = sorted({target_of(link.canonical or "", url) for _anchor, link in group})
        options = {"pattern": pattern_of(targets), "area": _area_of(page, group)}
        key = (options["pattern"], options["area"])
        if key in done or len(options["pattern"]) > PATTERN_LENGTH:
            continue
        done.add(key)
        with suppress(NotAFeed):
            feed = link_list.read_links(page, options, base_url=url, now=now)
            given = {name: value for name, value in options.items() if value}
            yield FoundList(link_list.KIND, given, feed, _pictured(feed, anchors))


def _pictured(feed: Feed, anchors: _Anchors) -> float:
    """Return the share of items with more than one link, or with a picture in it."""
    counts = Counter(link.canonical for _anchor, link in anchors)
    pictured = {link.canonical for anchor, link in anchors if anchor.find(".//img") is not None}
    many = [entry for entry in feed.entries if counts[entry.link] > 1 or entry.link in pictured]
    return len(many) / len(feed.entries)


def _size(group: _Anchors) -> int:
    return len({link.canonical for _anchor, link in group})


def _groups(anchors: _Anchors, url: str) -> Iterator[_Anchors]:
    """Yield the groups of at least three links with one form of address in one kind of place, as a
    whole and by the element that their items have in common.

    Places are compared with and without classes: those of rows may alternate. Without classes,
    a menu may look like the list, so only items of one element are a group.
    """
    grouped = defaultdict(list)
    for anchor, link in anchors:
        shape = shape_of(target_of(link.canonical or "", url))
        for classes in (True, False):
            place = _place_of(anchor, classes=classes)
            grouped[shape, place, classes].append((anchor, link))
    for (_shape, _place, classes), group in grouped.items():
        if _size(group) >= FEWEST_ITEMS:
            yield from [group] if classes else []
            yield from _parts(group)


def _parts(group: _Anchors) -> Iterator[_Anchors]:
    """Yield the parts of a group whose items have an element in common, such as two boxes of one
    make."""
    around = defaultdict(list)
    for item in find_items(group[0][0].getroottree().getroot(), group):
        parent = item.box.getparent() if item.box is not None else None
        around[parent].append((item.anchors[0], item.link))
    yield from (part for part in around.values() if len(part) >= FEWEST_ITEMS)


def _place_of(anchor: Element, *, classes: bool) -> str:
    """Return the kind of place of an anchor: names and classes of what is around it."""
    steps: list[str] = []
    node: Element | None = anchor
    while node is not None and len(steps) < _STEPS_OF_PLACE:
        names = sorted(stable_classes(node)) if classes else []
        steps.append(".".join([str(node.tag), *names]))
        node = node.getparent()
    return " ".join(steps)


# --- the part of the page ------------------------------------------------------------------------


def _area_of(page: Page, group: _Anchors) -> str:
    """Return a selector whose first match is the smallest element around the group, "" for the
    whole page."""
    element = _common(group)
    if element is None or element.tag in ("html", "body"):
        return ""
    for selector in _selectors(element):
        with suppress(BadSelector):
            if compile_selector(selector).first(page.root) is element:
                return selector
    return ""


def _common(group: _Anchors) -> Element | None:
    """Return the deepest element around all anchors of the group and not an anchor itself."""
    first: Element | None = group[0][0].getparent()
    around = [first, *first.iterancestors()] if first is not None else []
    for anchor, _link in group[1:]:
        above = set(anchor.iterancestors())
        around = around[next((n for n, each in enumerate(around) if each in above), len(around)) :]
    return around[0] if around else None


def _selectors(element: Element) -> Iterator[str]:
    """Yield selectors of an element, the most lasting first: by id, by class, by class below an
    ancestor with an id, by position."""
    own = _simple(element)
    if own != element.tag:
        yield own
    for ancestor in element.iterancestors():
        if ancestor.tag in ("html", "body"):
            break
        if (above := _simple(ancestor)) != ancestor.tag:
            yield f"{above} {own}"
    path = []
    node: Element | None = element
    while node is not None and node.tag not in ("html", "body"):
        path.append(
            f"{node.tag}:nth-child({sum(1 for _ in node.itersiblings(preceding=True)) + 1})"
        )
        node = node.getparent()
        if len(path) > _PATH_AT_MOST:
            return
    yield " > ".join(["body", *reversed(path)])


def _simple(element: Element) -> str:
    """Return "#id", else the tag with its lasting classes."""
    if _PLAIN_NAME.fullmatch(element.value("id")):
        return f"#{element.value('id')}"
    classes = [each for each in stable_classes(element) if _PLAIN_NAME.fullmatch(each)]
    return ".".join([str(element.tag), *classes[:3]])
