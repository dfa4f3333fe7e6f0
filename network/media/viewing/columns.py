"""Put what is printed on a page into the order of reading: columns one after the other. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

# Columns have so many lines, so many letters in a line, and lines that fill so much of them.
_LEAST_LINES, _LEAST_LETTERS, _FULL = 3, 12, 0.55
# Width of the gap between columns, in points, and the part of the page where one is looked for.
_GUTTER, _STEP, _EDGE = 6.0, 2.0, 0.12
_MOST_ITEMS = 1_000


class Printed(Protocol):
    """Something printed: its edges in points from the lower left corner, and its words."""

    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Band[Item: Printed]:
    """What is printed between two items that cross the gutter, or such an item by itself."""

    items: list[Item]
    # The middle of the gutter, None if these are no columns.
    gutter: float | None = None


def in_reading_order[Item: Printed](items: Sequence[Item]) -> list[list[Item]]:
    """Return the items in the order of reading, divided where a column begins or ends.

    Outside of columns the file's own order stays. A table without rules is no column: it is read
    line by line.
    """
    ordered = list(items)
    if not 2 * _LEAST_LINES <= len(ordered) <= _MOST_ITEMS:
        return [ordered]
    left, right = min(each.left for each in ordered), max(each.right for each in ordered)
    margin = (right - left) * _EDGE
    best: list[_Band[Item]] = []
    most = 0
    x = left + margin
    while x < right - margin:
        bands = _bands(ordered, x)
        count = sum(len(band.items) for band in bands if band.gutter is not None)
        if count > most:
            best, most = bands, count
        x += _STEP
    return _divided(best, ordered) if best else [ordered]


def _divided[Item: Printed](bands: list[_Band[Item]], ordered: list[Item]) -> list[list[Item]]:
    """Return the items of the bands; neighbouring bands without columns keep the file's order."""
    place = {id(item): at for at, item in enumerate(ordered)}
    found: list[list[Item]] = []
    waiting: list[Item] = []
    for band in [*bands, _Band(list[Item](), 0.0)]:
        if band.gutter is None:
            waiting += band.items
            continue
        found.append(sorted(waiting, key=lambda item: place[id(item)]))
        waiting = []
        for side in _sides(band.items, band.gutter):
            found += in_reading_order(sorted(side, key=lambda item: place[id(item)]))
    return found


def _bands[Item: Printed](items: list[Item], x: float) -> list[_Band[Item]]:
    """Return the bands of a page from top to bottom for a gutter at `x`."""
    bands: list[_Band[Item]] = []
    beside: list[Item] = []
    for item in sorted(items, key=lambda each: each.height / 2 - each.top):
        if item.left < x + _GUTTER / 2 and item.right > x - _GUTTER / 2:
            bands += [_band(beside, x), _Band([item])]
            beside = []
        else:
            beside.append(item)
    return [*bands, _band(beside, x)]


def _band[Item: Printed](items: list[Item], x: float) -> _Band[Item]:
    sides = _sides(items, x)
    return _Band(items, x if all(map(_is_column, sides)) and _overlap(*sides) else None)


def _sides[Item: Printed](items: list[Item], x: float) -> tuple[list[Item], list[Item]]:
    return [each for each in items if each.right <= x], [each for each in items if each.right > x]


def _is_column[Item: Printed](items: list[Item]) -> bool:
    """Return whether the lines fill a column, as running text does."""
    if len(items) < _LEAST_LINES:
        return False
    width = max(each.right for each in items) - min(each.left for each in items)
    full = median(each.right - each.left for each in items) >= _FULL * width
    return full and median(len(each.text) for each in items) >= _LEAST_LETTERS


def _overlap[Item: Printed](one: list[Item], other: list[Item]) -> bool:
    """Return whether two columns stand side by side for most of the shorter one."""
    tops = [max(each.top for each in side) for side in (one, other)]
    lows = [min(each.top - each.height for each in side) for side in (one, other)]
    shorter = min(top - low for top, low in zip(tops, lows, strict=True))
    return min(tops) - max(lows) >= shorter / 2
