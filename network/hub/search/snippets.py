"""The part of a text where a visitor's words stand, marked. Pure but for Django's escaping."""

import re
from collections.abc import Callable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LENGTH = 240
_WORD = re.compile(r"[^\W_]+")
_BEFORE = 60
_MOST_PLACES = 200


def snippet(text: str, is_asked: Callable[[str], bool], *, length: int = LENGTH) -> SafeString:
    """Return the part of `text` with most of the asked words, escaped, each of them in <mark>.

    About `length` characters, cut between words; the beginning where no word occurs.
    """
    places = [m.start() for m in _WORD.finditer(text) if is_asked(m[0])]
    begin, end = _window(text, places, length)
    part = marked(text[begin:end].strip(), is_asked)
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{part}{after}")  # noqa: S308


def marked(text: str, is_asked: Callable[[str], bool]) -> SafeString:
    """Return the whole text, escaped, with the asked words in <mark>; accents stay."""
    pieces, last = [], 0
    for found in _WORD.finditer(text):
        if is_asked(found[0]):
            pieces += [escape(text[last : found.start()]), f"<mark>{escape(found[0])}</mark>"]
            last = found.end()
    pieces.append(escape(text[last:]))
    return mark_safe("".join(pieces).replace("</mark> <mark>", " "))  # noqa: S308


def _window(text: str, places: list[int], length: int) -> tuple[int, int]:
    """Return begin and end of where most of the words stand together, the first such place."""
    if len(text) <= length:
        return 0, len(text)
    looked_at = places[:_MOST_PLACES]
    first = max(
        looked_at,
        key=lambda start: sum(start <= each < start + length for each in looked_at),
        default=0,
    )
    begin = max(0, first - _BEFORE)
    if begin:
        begin = text.find(" ", begin) + 1 or begin
    if begin + length >= len(text):
        return begin, len(text)
    return begin, max(text.rfind(" ", begin, begin + length), begin + 1)
