"""The items of a list page: what is around each link of the list, with its title and date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from aggregator.feeds.dates import parse_date, writes_month_first
from aggregator.feeds.html import Element
from aggregator.feeds.links import Link
from aggregator.feeds.normalize import clean_title
from aggregator.feeds.titles import says_nothing
from network.core.legacy_encodings import LegacyEncoding
from network.core.text import fold

LINKS_AT_MOST = 5_000
# The address in a script call: window.open('/tin/40.html').
_SCRIPTED = re.compile(
    r"""['"]((?:https?:/)?/[^'"\s]{2,500}|[\w./-]{1,99}\.(?:aspx?|html?|php)\b[^'"\s]{0,400})['"]"""
)
_ELEMENTS_OF_ITEM = 150
_SIBLINGS_OF_ITEM = 12
_CHILDREN_LOOKED_AT = 20
_PICTURES_LOOKED_AT = 3
_TITLE_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Parts of a card that is one link: title, summary, date.
_PARTS = frozenset({"b", "div", "p", "span", "strong"})
_TITLE_NAME = re.compile(r"title|tieu-?de|headline|ten-?tin", re.IGNORECASE)
_DATE_NAME = re.compile(r"date|time|ngay|thoi-?gian|publish", re.IGNORECASE)
_CHANGED_NAME = re.compile(r"updat|modif|cap-?nhat", re.IGNORECASE)
_MORE = re.compile(
    r"(?:xem|doc) (?:them|tiep|chi tiet|toan van)\b.*|chi tiet.{0,5}|tai (?:ve|xuong)|read more.*"
    r"|\d+ (?:binh luan|phan hoi|comments?)|de lai binh luan|(?:xem|view|download|tiep)\W*"
)
# A badge in its own element. Lower-case forms are not matched: they may be words of the title.
_BADGE = re.compile(r"\W*(?:Mới|MỚI|Tin mới|TIN MỚI|Nổi bật|NỔI BẬT|New|NEW|Hot|HOT)\W*")
_BULLET = re.compile(r"^(?:[»›•►▪✓*+-]{1,2}|\d{1,2}[.)])\s+(?=\w)")
_DATE_LENGTH = 70
_STEPS_OF_PLACE = 2
# Digits alone are a telephone number, not seconds since 1970.
_DAY = re.compile(r"\d[^\d]+\d|hôm|trước|vừa xong", re.IGNORECASE)
# Words beside a date that do not make it a sentence, folded.
_DATE_WORDS = re.compile(
    r"\b(?:ngay|thang|nam|thu|hai|ba|tu|sau|bay|chu nhat|cn|dang|tin|viet|ban hanh|cap nhat|luc|gio"
    r"|phut|truoc|hom nay|hom qua|gmt|utc|am|pm|sa|ch|t|posted|on|by|luot xem|da xem|xem|binh luan"
    r"|phan hoi)\b"
)
# A date at the end of a title: "Tin mới (26/11)".
DATE_AT_END = re.compile(r"\s*\(([^()]{3,40})\)\s*$")
_BESIDE_DATE = " ()[]|-–—•:;,"
_LETTERS_BESIDE_DATE = 15


@dataclass(slots=True)
class PageItem:
    """One item of a list: the link that identifies it, the anchors with this link, and `box`, the
    largest element that belongs to no other item."""

    link: Link
    anchors: list[Element] = field(default_factory=list)
    box: Element | None = None


def find_anchors(
    area: Element,
    resolve: Callable[[str], Link],
    *,
    apart_from: Container[Element] = (),
) -> Iterator[tuple[Element, Link]]:
    """Yield the anchors in `area` with their usable links, at most LINKS_AT_MOST. Elements of
    `apart_from` are skipped with everything inside."""
    waiting = [area]
    count = 0
    while waiting and count < LINKS_AT_MOST:
        element = waiting.pop()
        if element is not area and element in apart_from:
            continue
        if element.tag == "a" and element.value("href"):
            link = resolve(address_of(element))
            count += 1
            if link.canonical:
                yield element, link
        waiting.extend(reversed(element))


def address_of(anchor: Element) -> str:
    """Return the target of a link, also if it is set by a script."""
    written = anchor.value("href")
    if written.startswith(("#", "javascript:")):
        found = _SCRIPTED.search(f"{written} {anchor.value('onclick')}")
        return found[1] if found else written
    return written


def find_items(area: Element, anchors: Sequence[tuple[Element, Link]]) -> list[PageItem]:
    """Return the items of the anchors in `area`, one for each link, in document order."""
    items: dict[str, PageItem] = {}
    owners: dict[Element, str] = {}
    for anchor, link in anchors:
        key = link.canonical or ""
        items.setdefault(key, PageItem(link)).anchors.append(anchor)
        _claim(anchor, key, area, owners)
    for key, item in items.items():
        item.box = _largest(item.anchors[0], key, area, owners)
    return list(items.values())


def _claim(anchor: Element, key: str, area: Element, owners: dict[Element, str]) -> None:
    """Write into `owners` that the elements around an anchor belong to its link, or to several
    links (""). Each element changes at most twice, so that deep pages cost no more."""
    element: Element | None = anchor
    while element is not None:
        owner = owners.get(element)
        if owner in ("", key):
            return
        owners[element] = key if owner is None else ""
        if element is area:
            return
        element = element.getparent()


def _largest(anchor: Element, key: str, area: Element, owners: dict[Element, str]) -> Element:
    """Return the largest element around an anchor, inside `area`, that belongs to its link only."""
    element = anchor
    while element is not area and (parent := element.getparent()) is not None:
        if parent is area or owners.get(parent) != key:
            break
        element = parent
    return element


# --- titles --------------------------------------------------------------------------------------


def title_of(item: PageItem, font: LegacyEncoding | None, now: datetime) -> str | None:
    """Return the title of an item, "" if its links have pictures only, None if their texts say
    nothing (page numbers, "read more")."""
    texts = [(anchor, title_text(anchor, font, now)) for anchor in item.anchors]
    useful = [(anchor, text) for anchor, text in texts if _is_title(text, now)]
    headed = next((each for each in useful if _has_heading(each[0])), None)
    if headed or useful:
        _anchor, text = headed or useful[0]
        return _without_date(full_title(text, _attributes(item.anchors, font)), now)
    full = _attributes(item.anchors, font)
    named = next((title for title in full if _is_title(title, now)), "") or _beside(item, font, now)
    return named or (None if any(text for _anchor, text in texts) else "")


def _beside(item: PageItem, font: LegacyEncoding | None, now: datetime) -> str:
    """Return the heading in the box of an item whose links only say "read more", "" if none."""
    below = islice(item.box.iter(), _ELEMENTS_OF_ITEM) if item.box is not None else ()
    headed = (each for each in below if each.tag in _TITLE_TAGS or _is_named_title(each))
    texts = (without_decoration(clean_title(each.words(), font), each) for each in headed)
    return next((text for text in texts if _is_title(text, now)), "")


def title_text(anchor: Element, font: LegacyEncoding | None, now: datetime) -> str:
    """Return the words of an anchor that are its title: of a heading inside, else of the first of
    several parts, else all of them; without badges such as "Mới" and without a date."""
    inside = list(islice(anchor.iterdescendants(), _CHILDREN_LOOKED_AT))
    part = next((each for each in inside if each.tag in _TITLE_TAGS and each.words().strip()), None)
    if part is None:
        part = next((each for each in inside if _is_named_title(each)), None)
    if part is None:
        leaves = [each for each in inside if each.tag in _PARTS and not len(each)]
        texts = [each for each in leaves if _is_title(clean_title(each.words(), font), now)]
        part = texts[0] if len(texts) > 1 else anchor
    title = without_decoration(clean_title(part.words(), font), part)
    for child in islice(part.iterdescendants(), _CHILDREN_LOOKED_AT):
        words = clean_title(child.words())
        if words and read_date(words, now):
            title = title.removeprefix(words).removesuffix(words).strip()
    return title


def without_decoration(title: str, element: Element) -> str:
    """Return the title in an element without its bullet and without badges such as "Mới", which
    portals show beside new items."""
    for child in islice(element.iterdescendants(), _CHILDREN_LOOKED_AT):
        words = clean_title(child.words())
        if _BADGE.fullmatch(words):
            title = title.removeprefix(f"{words} ").removesuffix(f" {words}")
    return _BULLET.sub("", title)


def _is_named_title(element: Element) -> bool:
    name = element.value("class")
    return bool(_TITLE_NAME.search(name)) and len(element.words().split()) > 1


def _is_title(text: str, now: datetime) -> bool:
    """Return whether a text can be a title: no "read more", counter or date."""
    if not text or says_nothing(text):
        return False
    return not (_MORE.fullmatch(fold(text)) or read_date(text, now))


def _has_heading(anchor: Element) -> bool:
    """Return whether an anchor is in or around a heading, or named as a title."""
    around = anchor.getparent()
    if around is not None and around.tag in _TITLE_TAGS:
        return True
    inside = islice(anchor.iterdescendants(), _CHILDREN_LOOKED_AT)
    return any(each.tag in _TITLE_TAGS for each in inside) or _is_named_title(anchor)


def full_title(text: str, attributes: Iterable[str]) -> str:
    """Return the title in full: if the shown text is missing or cut short, the longest attribute
    that continues it.

    Attributes such as "Xem chi tiết" do not.
    """
    begun = text.rstrip("….").rstrip()
    if text and begun == text:
        return text
    return max((each for each in attributes if each.startswith(begun)), key=len, default=text)


def _without_date(title: str, now: datetime) -> str:
    """Return a title without the date in brackets at its end."""
    ending = DATE_AT_END.search(title)
    return title[: ending.start()] if ending and read_date(ending[1], now) else title


def _attributes(anchors: Iterable[Element], font: LegacyEncoding | None) -> Iterator[str]:
    """Yield the titles in the attributes of anchors and of the pictures in them."""
    for anchor in anchors:
        yield clean_title(anchor.value("title"), font)
        for picture in islice(anchor.iter("img"), _PICTURES_LOOKED_AT):
            yield clean_title(picture.value("alt"), font)


# --- dates ---------------------------------------------------------------------------------------


def dates_of(items: Sequence[PageItem], now: datetime) -> list[tuple[datetime | None, str]]:
    """Return date and written date of each item, (None, "") if it has none.

    The places where most items have a date are the dates of the list; a date elsewhere belongs to
    the text of an item.
    """
    boxes = {item.box for item in items}
    found = [dict(reversed(list(_dates_in(item, boxes, now)))) for item in items]
    counts = Counter(place for places in found for place in places)
    trusted = [
        place
        for place, count in counts.items()
        if count > 1 or len(items) == 1 or _says_date(place)
    ]
    # Sorting is stable: among equals the first of the page is the first here.
    ranked = sorted(trusted, key=lambda place: (_says_change(place), -counts[place]))
    texts = (next((places[each] for each in ranked if each in places), "") for places in found)
    chosen = [" ".join(text.split()).strip(_BESIDE_DATE) for text in texts]
    month_first = writes_month_first(chosen)
    return [(parse_date(text, now=now, month_first=month_first), text) for text in chosen]


def _says_date(place: str) -> bool:
    return _DATE_NAME.search(place) is not None


def _says_change(place: str) -> bool:
    return _CHANGED_NAME.search(place) is not None and "publish" not in place


def _dates_in(
    item: PageItem, boxes: Container[Element | None], now: datetime
) -> Iterator[tuple[str, str]]:
    """Yield (place, written date) of the dates in the box of an item, then beside it."""
    box = item.box
    if box is None:
        return
    yield from _dates_below(box, "", now)
    for anchor in item.anchors:
        ending = DATE_AT_END.search(clean_title(anchor.words()))
        if ending and read_date(ending[1], now):
            yield "end", ending[1]
    if box.tail and read_date(box.tail, now):
        yield "after", box.tail
    for step, side in (("after", box.itersiblings()), ("before", box.itersiblings(preceding=True))):
        for sibling in islice(side, _SIBLINGS_OF_ITEM):
            if sibling in boxes or sibling.find(".//a") is not None:
                break
            yield from _dates_below(sibling, f"{step} ", now)
            if sibling.tail and read_date(sibling.tail, now):
                yield f"{step} {sibling.tag} after", sibling.tail


def _dates_below(box: Element, prefix: str, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield (place, written date) of an element and what is inside, in document order."""
    for element in islice(box.iter(), _ELEMENTS_OF_ITEM):
        place = f"{prefix}{_place(element, box)}"
        stamp = element.value("datetime") or element.value("content")
        if element.tag in ("time", "meta") and read_date(stamp, now):
            yield place, stamp
            continue
        texts = [element.text or ""]
        if _DATE_NAME.search(f"{element.get('class', '')} {element.get('id', '')}"):
            texts.append(element.words())
        yield from ((place, text) for text in texts if read_date(text, now))
        if element is not box and element.tail and read_date(element.tail, now):
            yield f"{place} after", element.tail


def _place(element: Element, box: Element) -> str:
    """Return the kind of place of an element in its box: its name and classes and its parent's.

    What is further up may differ where one item is larger than the others.
    """
    steps: list[str] = []
    node: Element | None = element
    while node is not None and node is not box and len(steps) < _STEPS_OF_PLACE:
        steps.append(".".join([str(node.tag), *stable_classes(node)]))
        node = node.getparent()
    return ">".join(reversed(steps)) or str(box.tag)


def stable_classes(element: Element) -> list[str]:
    """Return the classes of an element that its siblings in a list share: none with a number."""
    names = element.get("class", "").split()[:8]
    return [name for name in names if not _CHANGING_CLASS.search(name.lower())]


_CHANGING_CLASS = re.compile(
    r"\d|^(?:odd|even|first|last|active|new|clearfix)$|^status-|^category-"
)


def read_date(text: str, now: datetime) -> datetime | None:
    """Return the date that a short text consists of, or None for a sentence in which one is
    named."""
    if not text or len(text) > 4 * _DATE_LENGTH or not _DAY.search(text):
        return None
    words = " ".join(text.split())
    if len(words) > _DATE_LENGTH:
        return None
    moment = parse_date(words.strip(_BESIDE_DATE), now=now)
    rest = _DATE_WORDS.sub(" ", re.sub(r"[\W\d_]+", " ", fold(words))).split()
    return moment if sum(map(len, rest)) <= _LETTERS_BESIDE_DATE else None
