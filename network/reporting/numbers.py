"""Figures as offices write and read them: 1.234,5. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal

_GROUPED = re.compile(r"(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?")
UNKNOWN = "–"


def shown(number: Decimal | None, places: int = 0) -> str:
    """Return a figure in words of the reader, "–" for unknown."""
    if number is None:
        return UNKNOWN
    text = f"{rounded(number, places):,}"
    return text.translate(str.maketrans(",.", ".,"))


def rounded(number: Decimal, places: int) -> Decimal:
    """Return it with so many decimals, halves upward."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def read(text: str) -> Decimal:
    """Return the figure that was typed; ValueError for what is none."""
    words = text.strip()
    if not _GROUPED.fullmatch(words):
        raise ValueError(text)
    return Decimal(re.sub("[. ]", "", words).replace(",", "."))


def whole_of_rate(top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    """Return a rate in per cent, None where there is nothing to tell it from."""
    if top is None or not bottom:
        return None
    return top * 100 / bottom
