"""Normalise text for the grammar, keeping a mapping to the original positions."""

import re
import unicodedata

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe58\ufe63"
# Letters of other alphabets that look like Latin ones, typed by mistake or on purpose.
_LOOK_ALIKES = str.maketrans(
    "АВЕІЈКМНОРЅСТУХаеіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEIJKMHOPSCTYXaeijopcyxABEZHIKMNOPTYX"
)
_ONE_TO_ONE = {
    **_LOOK_ALIKES,
    **{ord(dash): "-" for dash in _DASHES},
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width ASCII
    ord("ð"): "đ",
    ord("Ð"): "Đ",
    ord("\u2044"): "/",
    ord("\u2215"): "/",
}
_UNUSUAL = re.compile("[" + "".join(map(re.escape, map(chr, _ONE_TO_ONE))) + "]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LETTER_AND_MARKS = re.compile("[\\s\\S][\u0300-\u036f]{0,8}")


class ReadableText:
    """Normalised text: composed, uniform dashes and slashes, Đ for ETH, no invisible characters."""

    def __init__(self, given: str) -> None:
        self._starts: list[int] | None = None
        self._ends: list[int] | None = None
        if given.isascii():
            self.text = given
        elif unicodedata.is_normalized("NFC", given) and not _INVISIBLE.search(given):
            self.text = given.translate(_ONE_TO_ONE) if _UNUSUAL.search(given) else given
        else:
            self.text = self._compose(given).translate(_ONE_TO_ONE)

    def _compose(self, given: str) -> str:
        self._starts, self._ends = [], []
        pieces = []
        for found in _LETTER_AND_MARKS.finditer(given):
            piece = _INVISIBLE.sub("", unicodedata.normalize("NFC", found[0]))
            pieces.append(piece)
            self._starts += [found.start()] * len(piece)
            self._ends += [found.end()] * len(piece)
        return "".join(pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map positions start..end of `text` (end > start) to positions in the original text."""
        if self._starts is None or self._ends is None:
            return start, end
        return self._starts[start], self._ends[end - 1]
