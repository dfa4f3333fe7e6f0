"""Read the ruling lines of a PDF page: straight lines and thin or outlined boxes. No Django."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as c

from .pdf_turns import PageTurn
from .ruled_tables import RulingLine

# A thicker bar is a coloured area and no rule.
_THICK, _SHORT = 3.0, 6.0
_MOST_OBJECTS, _MOST_POINTS, _MOST_DEPTH = 20_000, 40, 3

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


def rules_of(page: pdfium.PdfPage, turn: PageTurn) -> tuple[list[RulingLine], list[RulingLine]]:
    """Return the horizontal and the vertical rules of a page turned by `turn`."""
    flat: list[RulingLine] = []
    upright: list[RulingLine] = []
    for begin, end in _lines(page):
        left, low, right, high = turn.box(*begin, *end)
        if high - low <= _THICK and right - left >= _SHORT:
            flat.append(RulingLine((low + high) / 2, left, right))
        elif right - left <= _THICK and high - low >= _SHORT:
            upright.append(RulingLine((left + right) / 2, low, high))
    return flat, upright


def _lines(page: pdfium.PdfPage) -> Iterator[tuple[Point, Point]]:
    """Yield the ends of straight strokes. A filled bar is a stroke along its longer middle."""
    count = min(c.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    objects = (c.FPDFPage_GetObject(page, at) for at in range(count))
    for path, matrix in _paths(objects, _SAME, 0):
        points = _points(path, matrix)
        mode, stroked = ctypes.c_int(), c.FPDF_BOOL()
        c.FPDFPath_GetDrawMode(path, mode, stroked)
        if stroked.value:
            yield from pairwise(points)
        elif mode.value and len(points) >= 4:
            xs, ys = sorted(x for x, _y in points), sorted(y for _x, y in points)
            # A thin box is a rule; the diagonal of a larger one is none.
            yield (xs[0], ys[0]), (xs[-1], ys[-1])


def _paths(
    objects: Iterator[object], matrix: Matrix, depth: int
) -> Iterator[tuple[object, Matrix]]:
    """Yield the paths, also those in form objects, with the matrix of what contains them."""
    for each in objects:
        kind = c.FPDFPageObj_GetType(each)
        if kind == c.FPDF_PAGEOBJ_PATH:
            yield each, _times(_matrix(each), matrix)
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
            count = min(c.FPDFFormObj_CountObjects(each), _MOST_OBJECTS)
            inner = (c.FPDFFormObj_GetObject(each, at) for at in range(count))
            yield from _paths(inner, _times(_matrix(each), matrix), depth + 1)


def _matrix(each: object) -> Matrix:
    found = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(each, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that applies `one`, then `other`."""
    a, b, cc, d, e, f = one
    g, h, i, j, k, m = other
    return (
        *(a * g + b * i, a * h + b * j, cc * g + d * i, cc * h + d * j),
        *(e * g + f * i + k, e * h + f * j + m),
    )


def _points(path: object, matrix: Matrix) -> list[Point]:
    """Return the corners of a path of straight lines, [] if it has curves or too many corners."""
    count = c.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MOST_POINTS:
        return []
    points: list[Point] = []
    a, b, cc, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(count):
        segment = c.FPDFPath_GetPathSegment(path, at)
        if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_BEZIERTO:
            return []
        c.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((a * x.value + cc * y.value + e, b * x.value + d * y.value + f))
    if c.FPDFPathSegment_GetClose(c.FPDFPath_GetPathSegment(path, count - 1)):
        points.append(points[0])
    return points
