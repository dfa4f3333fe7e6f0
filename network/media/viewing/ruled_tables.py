"""Find tables by their ruling lines. Pure: positions in points, the origin at the lower left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

# Rules are one if they are this near; corners of a table are not exact.
_NEAR, _CORNER = 2.5, 4.0
# A smaller slot holds no words: it is the space between double rules.
_LEAST = 4.0
# More rules are a drawing, or a page of squared paper.
_MOST_RULES = 4_000


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A ruling line: its place across, and where it begins and ends along its direction."""

    at: float
    begin: float
    end: float


@dataclass(slots=True)
class RuledCell:
    """A cell of a ruled table, with the lines of its text."""

    left: float
    bottom: float
    right: float
    top: float
    lines: list[str]

    def cover(self, left: float, bottom: float, right: float, top: float) -> None:
        """Extend the cell, whose edges no rules say, by something printed in it."""
        is_new = self.left == self.right
        self.left, self.bottom = (
            (left, bottom) if is_new else (min(self.left, left), min(self.bottom, bottom))
        )
        self.right, self.top = max(self.right, right), max(self.top, top)

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point is inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, eq=False)
class RuledTable:
    """A table: for each row the cell that covers each column. A merged cell is one object."""

    rows: list[list[RuledCell]]

    @cached_property
    def cells(self) -> list[RuledCell]:
        """Return the cells, each once, in the order of reading."""
        return list({id(cell): cell for row in self.rows for cell in row}.values())

    @cached_property
    def edges(self) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top."""
        cells = [cell for cell in self.cells if cell.right > cell.left]
        return (
            *(min(cell.left for cell in cells), min(cell.bottom for cell in cells)),
            *(max(cell.right for cell in cells), max(cell.top for cell in cells)),
        )

    @property
    def columns(self) -> list[float]:
        """Return the left edges of the columns."""
        columns = zip(*self.rows, strict=True)
        lefts = ([cell.left for cell in column if cell.right > cell.left] for column in columns)
        return [min(left, default=0.0) for left in lefts]

    def cell_at(self, x: float, y: float) -> RuledCell | None:
        """Return the cell around a point, None outside of the table."""
        left, bottom, right, top = self.edges
        if not (left <= x <= right and bottom <= y <= top):
            return None
        return next((cell for cell in self.cells if cell.contains(x, y)), None)


# Table and cell in which something is printed.
type Place = tuple[RuledTable, RuledCell]


def find_tables(flat: Iterable[RulingLine], upright: Iterable[RulingLine]) -> list[RuledTable]:
    """Return the tables that horizontal and vertical rules draw, of two columns at least."""
    across, down = _joined(flat), _joined(upright)
    if len(across) + len(down) > _MOST_RULES:
        return []
    tables = (_table(*group) for group in _groups(across, down))
    return [table for table in tables if table is not None]


def _joined(rules: Iterable[RulingLine]) -> list[RulingLine]:
    """Return the rules with pieces of one line joined."""
    joined: list[RulingLine] = []
    for rule in sorted(rules, key=lambda each: (each.at, each.begin)):
        for at in range(len(joined) - 1, -1, -1):
            other = joined[at]
            if rule.at - other.at > _NEAR:
                joined.append(rule)
                break
            if rule.begin <= other.end + _CORNER and other.begin <= rule.end + _CORNER:
                ends = min(rule.begin, other.begin), max(rule.end, other.end)
                joined[at] = RulingLine(other.at, *ends)
                break
        else:
            joined.append(rule)
    return joined


def _meet(flat: RulingLine, upright: RulingLine) -> bool:
    return (
        flat.begin - _CORNER <= upright.at <= flat.end + _CORNER
        and upright.begin - _CORNER <= flat.at <= upright.end + _CORNER
    )


def _groups(
    flat: list[RulingLine], upright: list[RulingLine]
) -> list[tuple[list[RulingLine], list[RulingLine]]]:
    """Return the rules that touch each other, directly or through others."""
    groups: list[tuple[list[RulingLine], list[RulingLine]]] = []
    left = list(flat)
    unseen = list(upright)
    while left:
        across, down, news = [left.pop()], list[RulingLine](), True
        while news:
            more_down = [each for each in unseen if any(_meet(rule, each) for rule in across)]
            unseen = [each for each in unseen if each not in more_down]
            down += more_down
            more = [each for each in left if any(_meet(each, rule) for rule in more_down)]
            left = [each for each in left if each not in more]
            across += more
            news = bool(more)
        groups.append((across, down))
    return groups


def _table(flat: list[RulingLine], upright: list[RulingLine]) -> RuledTable | None:
    """Return the table of rules that touch each other, None if they are a frame or a drawing."""
    if not upright or len(flat) < 2:
        return None
    ends = [min(rule.begin for rule in flat), max(rule.end for rule in flat)]
    # Many tables have no rules at their sides.
    xs = _places([*(rule.at for rule in upright), *ends])
    ys = _places(rule.at for rule in flat)[::-1]
    if len(xs) < 3 or len(ys) < 2:
        return None
    slots = _slots(xs, ys, flat, upright)
    rows = [[RuledCell(xs[0], 0, 0, 0, [])] * (len(xs) - 1) for _row in range(len(ys) - 1)]
    for first, last in slots:
        (top, left), (low, right) = first, last
        cell = RuledCell(xs[left], ys[low + 1], xs[right + 1], ys[top], [])
        for row in range(top, low + 1):
            rows[row][left : right + 1] = [cell] * (right - left + 1)
    table = RuledTable(rows)
    # A frame with a line through it, or a head and a foot rule, has no cells side by side.
    beside = sum(len({id(cell) for cell in row}) > 1 for row in rows)
    return table if beside >= min(2, len(rows)) else None


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _LEAST:
            places.append(value)
    return places


Slot = tuple[int, int]


def _slots(
    xs: Sequence[float], ys: Sequence[float], flat: list[RulingLine], upright: list[RulingLine]
) -> list[tuple[Slot, Slot]]:
    """Return the first and last slot of each cell: slots without a rule between them are merged,
    if together they are a rectangle."""
    rows, columns = len(ys) - 1, len(xs) - 1
    free = {(row, column) for row in range(rows) for column in range(columns)}
    middles_x = [(one + other) / 2 for one, other in pairwise(xs)]
    middles_y = [(one + other) / 2 for one, other in pairwise(ys)]
    cells: list[tuple[Slot, Slot]] = []
    for row, column in sorted(free):
        if (row, column) not in free:
            continue
        right, low = column, row
        while (row, right + 1) in free and not _has_rule(upright, xs[right + 1], middles_y[row]):
            right += 1
        while low + 1 < rows and all(
            (low + 1, at) in free and not _has_rule(flat, ys[low + 1], middles_x[at])
            for at in range(column, right + 1)
        ):
            low += 1
        free -= {(at, beside) for at in range(row, low + 1) for beside in range(column, right + 1)}
        cells.append(((row, column), (low, right)))
    return cells


def _has_rule(rules: list[RulingLine], at: float, along: float) -> bool:
    return any(abs(rule.at - at) <= _LEAST and rule.begin <= along <= rule.end for rule in rules)
