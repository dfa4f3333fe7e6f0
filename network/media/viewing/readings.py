"""Merge several OCR readings of one page into one text. Pure.

In layout mode tesseract finds columns and table rules, but misses words between rules and near
stamps. In sparse mode it finds all words, but loses their order. So the order comes from the layout
reading, and each line from the more confident reading.
"""

from itertools import pairwise

from .hocr import Box, ReadLine, ReadPicture, how_sure

# A page of small print has 100 lines. More lines than this mean noise, which is not compared.
_MOST_LINES = 600
# Maximum gap in pixels between rules and the corners of their table. Rules of one frame are not
# farther apart.
_CORNER = 30
# More lines than this are no table cell but a column with its own paragraphs.
_MOST_ROWS = 6
# Lines are at the same height if they share this fraction of the lower line's height.
_TOUCH = 0.4

Cell = tuple[int, int]


def joined(found: list[ReadPicture], sparse: ReadPicture) -> list[ReadLine]:
    """Return the lines of the most confident reading, improved by the others, with table cells in
    order."""
    first, *others = sorted(found, key=lambda each: each.sure, reverse=True)
    if max(len(each.lines) + len(each.rules) for each in (*found, sparse)) > _MOST_LINES:
        return first.lines
    rules = found[0].rules
    lines = [line for line in first.lines if not _cell(line.box, rules)]
    for other in (*others, sparse):
        outside = [line for line in other.lines if _is_print(line) and not _cell(line.box, rules)]
        lines = _with_missing(_mended(lines, outside), outside)
    cells: dict[Cell, list[ReadLine]] = {}
    for line in sparse.lines:
        if cell := _cell(line.box, rules):
            cells.setdefault(cell, []).append(line)
    for cell in sorted(cells, reverse=True):
        rows = _rows(cells[cell])
        for row in [_one(rows)] if len(rows) <= _MOST_ROWS else reversed(rows):
            _insert(lines, row, cell[0])
    # A line that stands beside two lines of the other reading may have replaced both.
    return list(dict.fromkeys(lines))


def without_dirt(lines: list[ReadLine], printed: list[Box]) -> list[ReadLine]:
    """Return the lines that are certain or in one of the places that look like a line of print."""
    return [
        line
        for line in lines
        if 2 * line.sure >= line.letters
        or any(_touches_level(line.box, place) and _across(line.box, place) for place in printed)
    ]


def share_covered(printed: list[Box], lines: list[ReadLine], rules: list[Box]) -> float:
    """Return the share (0 to 1) of the printed lines, by length, that have recognised words.

    `printed` are places that look like lines of print; ruling lines among them do not count.
    """
    whole = covered = 0
    for place in printed:
        if any(_across(place, rule) and _touches_level(place, rule) for rule in rules):
            continue
        length = place.right - place.left
        said = [line.box for line in lines if _touches_level(line.box, place)]
        spans = sum(max(0, min(place.right, box.right) - max(place.left, box.left)) for box in said)
        whole += length
        covered += min(length, spans)
    return covered / whole if whole else 1.0


def _touches_level(one: Box, other: Box) -> bool:
    return one.top < other.bottom and other.top < one.bottom


def _cell(box: Box, rules: list[Box]) -> Cell | None:
    """Return the upper left corner of the table cell around `box`, or None. A mere frame has no
    cells."""
    centre = (box.left + box.right) / 2
    flat = [rule for rule in rules if rule.right - rule.left > rule.height]
    levels = [rule.top for rule in flat if _spans(rule.left, centre, rule.right)]
    upright = [rule for rule in rules if rule.right - rule.left < rule.height]
    sides = sorted(rule.left for rule in upright if _spans(rule.top, box.middle, rule.bottom))
    columns = sum(after - before > _CORNER for before, after in pairwise(sides))
    above = [level for level in levels if level < box.middle]
    if columns < 2 or not above or len(above) == len(levels):
        return None
    return max(above), max((side for side in sides if side < centre), default=0)


def _spans(begin: int, point: float, end: int) -> bool:
    return begin - _CORNER <= point <= end + _CORNER


def _mended(lines: list[ReadLine], others: list[ReadLine]) -> list[ReadLine]:
    """Return the lines with those of the other reading in the places where it is more confident.

    A line may be replaced by several; lines side by side are replaced by their one counterpart.
    Lines without a counterpart stay.
    """
    mended: list[ReadLine] = []
    for line in lines:
        theirs = _rows([other for other in others if _same(line.box, other.box)])
        ours = [each for each in lines if any(_same(each.box, other.box) for other in theirs)]
        surer = how_sure(theirs) > how_sure(ours)
        if not surer or len(_rows(ours)) > 1:
            mended.append(line)
        elif line == max(ours, key=lambda each: each.letters):
            mended += theirs
    return mended


def _with_missing(lines: list[ReadLine], others: list[ReadLine]) -> list[ReadLine]:
    """Return the lines plus those of the other reading that have no counterpart."""
    missing = [other for other in others if not any(_touch(line.box, other.box) for line in lines)]
    complete = list(lines)
    for row in _rows(missing):
        _insert(complete, row, row.box.middle)
    return complete


def _is_print(line: ReadLine) -> bool:
    return line.letters > 1 and line.sure * 2 >= line.letters


def _insert(lines: list[ReadLine], line: ReadLine, level: float) -> None:
    """Insert a line before the first line that is lower on the page."""
    lower = (at for at, each in enumerate(lines) if each.box.middle > level)
    lines.insert(next(lower, len(lines)), line)


def _rows(lines: list[ReadLine]) -> list[ReadLine]:
    """Merge lines that are side by side, and return the rows from top to bottom."""
    rows: list[list[ReadLine]] = []
    for line in sorted(lines, key=lambda each: each.box.middle):
        if rows and _level(rows[-1][0].box, line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_one(sorted(row, key=lambda each: each.box.left)) for row in rows]


def _one(lines: list[ReadLine]) -> ReadLine:
    """Merge the lines into a single line."""
    boxes = [line.box for line in lines]
    whole = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    words = tuple(word for line in lines for word in line.words)
    return ReadLine(whole, max(line.size for line in lines), words)


def _level(one: Box, other: Box) -> bool:
    lower, higher = sorted((one, other), key=lambda each: each.height)
    return higher.top < lower.middle < higher.bottom


def _same(one: Box, other: Box) -> bool:
    """Return whether two readings have the same line at this position."""
    return _across(one, other) and _level(one, other)


def _touch(one: Box, other: Box) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return _across(one, other) and common > _TOUCH * min(one.height, other.height)


def _across(one: Box, other: Box) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)
