"""Turn PDF pages whose text runs up, down or upside down, so that its lines are level. No Django.

Landscape tables are often stored so. Positions in a PDF are those of the page as it is stored, and
the order of its lines is that of the page as it is shown: both must fit the text.
"""

from collections import Counter
from dataclasses import dataclass
from math import pi

import pypdfium2 as pdfium
import pypdfium2.raw as c

# So many letters say how the text of a page runs.
_SAMPLE = 200
_COSINES, _SINES = {0: 1, 90: 0, 180: -1, 270: 0}, {0: 0, 90: 1, 180: 0, 270: -1}

Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageTurn:
    """By how many degrees clockwise a page is turned for reading: 0, 90, 180 or 270."""

    degrees: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a place of the stored page on the turned one."""
        cosine, sine = _COSINES[self.degrees], _SINES[self.degrees]
        return x * cosine + y * sine, y * cosine - x * sine

    def box(self, left: float, bottom: float, right: float, top: float) -> Edges:
        """Return the edges of a box on the turned page."""
        (x, y), (to_x, to_y) = self.point(left, bottom), self.point(right, top)
        return min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)


def make_level(page: pdfium.PdfPage) -> PageTurn:
    """Turn a page so that most of its text is level, and return the turn. Pictures of the page must
    be drawn before, as they would be turned too."""
    text = page.get_textpage()
    count = text.count_chars()
    quarters = Counter(
        round(c.FPDFText_GetCharAngle(text.raw, at) / (pi / 2)) % 4
        for at in range(0, count, max(1, count // _SAMPLE))
        if chr(c.FPDFText_GetUnicode(text.raw, at)).strip()
    )
    text.close()
    turn = PageTurn(-90 * max(quarters, key=lambda each: quarters[each], default=0) % 360)
    page.set_rotation(turn.degrees)
    return turn
