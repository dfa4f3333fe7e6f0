"""Format and parse numbers in Vietnamese notation: 1.234,5. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal

_GROUPED = re.compile(r"(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?")
UNKNOWN = "–"


def shown(number: Decimal | None, places: int = 0) -> str:
    """Return a formatted number, or "–" for None."""
    if number is None:
        return UNKNOWN
    text = f"{rounded(number, places):,}"
    return text.translate(str.maketrans(",.", ".,"))


def signed(number: Decimal) -> str:
    """Return a change with its sign and one decimal: "+33,3"."""
    sign = "+" if number > 0 else "-" if number < 0 else ""
    return f"{sign}{shown(abs(rounded(number, 1)), 1)}"


def rounded(number: Decimal, places: int) -> Decimal:
    """Return the number rounded half up to `places` decimals."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def read(text: str) -> Decimal:
    """Parse a typed number. Raises ValueError if it is invalid."""
    words = text.strip()
    if not _GROUPED.fullmatch(words):
        raise ValueError(text)
    return Decimal(re.sub("[. ]", "", words).replace(",", "."))


def whole_of_rate(top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    """Return `top` as a percentage of `bottom`, or None if it cannot be computed."""
    if top is None or not bottom:
        return None
    return top * 100 / bottom
