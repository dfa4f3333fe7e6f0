"""Merge several OCR readings of one page into one text. Pure.

In layout mode tesseract finds columns and table rules, but misses words between rules and near
stamps. In sparse mode it finds all words, but loses their order. So the order comes from the layout
reading, and each line from the more confident reading.
"""

from itertools import pairwise
from statistics import median

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
# Half the width of a blank in a justified line, relative to the size of its letters.
_BLANK = 0.5
# A ruling line is longer than high by more than this.
_RULE = 40
# A wider gap between two words, relative to the size of the letters, may hide others.
_HOLE = 2

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
    for line in [*sparse.lines, *_missed_words(first.lines, sparse.lines)]:
        if cell := _cell(line.box, rules):
            cells.setdefault(cell, []).append(line)
    for cell in sorted(cells, reverse=True):
        rows = _rows(cells[cell])
        for row in [_one(rows)] if len(rows) <= _MOST_ROWS else reversed(rows):
            _insert(lines, row, cell[0])
    # A line that stands beside two lines of the other reading may have replaced both.
    return list(dict.fromkeys(lines))


def _missed_words(lines: list[ReadLine], others: list[ReadLine]) -> list[ReadLine]:
    """Return the certain words, as lines, that the other reading has nothing for: it often passes
    over single figures, as in a column of running numbers."""
    words = [word for line in lines for word in _words(line) if word.sure and word.text.isalnum()]
    return [word for word in words if not any(_touch(word.box, other.box) for other in others)]


def _words(line: ReadLine) -> list[ReadLine]:
    """Return each word of a line as a line of its own."""
    pairs = zip(line.words, line.places, strict=True)
    return [ReadLine(place, line.size, (word,), (place,)) for word, place in pairs]


def without_dirt(lines: list[ReadLine], printed: list[Box]) -> list[ReadLine]:
    """Return the lines that are certain or in one of the places that look like a line of print."""
    return [
        line
        for line in lines
        if 2 * line.sure >= line.letters
        or any(_touches_level(line.box, place) and _across(line.box, place) for place in printed)
    ]


def share_covered(
    printed: list[Box], drawings: list[Box], lines: list[ReadLine], rules: list[Box]
) -> float:
    """Return the share (0 to 1) of the printed lines, by length, that have recognised words.

    `printed` are places that look like lines of print; ruling lines among them do not count, also
    those that were not recognised as such. Words between two others that a drawing hides, such as
    a stamp, count as lost.
    """
    whole, covered = sum(_hidden(row, drawings, rules) for row in _rows(lines)), 0
    usual = median(line.size for line in lines) if lines else 0
    for place in printed:
        is_ruled = any(_across(place, rule) and _touches_level(place, rule) for rule in rules)
        if is_ruled or _is_thin(place, usual):
            continue
        whole += place.right - place.left
        words = [word for line in lines if _level(line.box, place) for word in _words(line)]
        covered += _length_below(place, words)
    return covered / whole if whole else 1.0


def _is_thin(place: Box, usual: float) -> bool:
    """Return whether a place is long and much lower than the usual line, as a ruling line is."""
    height = place.bottom - place.top
    return 2 * height < usual and place.right - place.left > _RULE * height


def _length_below(place: Box, words: list[ReadLine]) -> int:
    """Return how much of a printed line these words cover, with the blanks beside them."""
    length, end = 0, place.left
    for word in sorted(words, key=lambda each: each.box.left):
        blank = int(_BLANK * word.size)
        left = max(end, word.box.left - blank)
        right = min(place.right, word.box.right + blank)
        length += max(0, right - left)
        end = max(end, right)
    return length


def _hidden(row: ReadLine, drawings: list[Box], rules: list[Box]) -> int:
    """Return the length of the gaps in a row that a drawing fills. Those between the cells of a
    table, with a rule in them, do not count."""
    length = 0
    for one, other in pairwise(sorted(_words(row), key=lambda each: each.box.left)):
        if other.box.left - one.box.right > _HOLE * row.size:
            gap = Box(one.box.right, row.box.top, other.box.left, row.box.bottom)
            is_drawn = any(_across(gap, box) and _touches_level(gap, box) for box in drawings)
            is_ruled = any(_across(gap, rule) and _touches_level(gap, rule) for rule in rules)
            length += (gap.right - gap.left) * (is_drawn and not is_ruled)
    return length


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
    places = tuple(place for line in lines for place in line.places)
    return ReadLine(whole, max(line.size for line in lines), words, places)


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
