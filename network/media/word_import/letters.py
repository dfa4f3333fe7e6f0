"""Convert text in fonts of before Unicode (.VnTime, VNI). Pure.

The font of each run decides (`data/fonts.csv`). Text in such a font that is Unicode already stays
as it is.
"""

import csv
import re
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

from network.core.legacy_encodings import (
    TCVN3_LETTERS,
    VNI_LETTERS,
    detect_legacy_encoding,
    to_unicode,
    vni_to_unicode,
)
from network.core.syllables import is_vietnamese_syllable

from .manuscript import RemarkKind
from .pieces import Line, TextSpan

_FONTS = Path(__file__).parent / "data" / "fonts.csv"
_TCVN3 = str.maketrans(TCVN3_LETTERS)
_WORD = re.compile(r"[^\W\d_]+")
_MOST_UNSURE = 5
_UNKNOWN = "unknown"


@cache
def charset_of(font: str) -> tuple[str, bool]:
    """Return the charset of a font ("" for Unicode), and whether it shows capitals only."""
    name = font.strip().lower()
    for prefix, suffix, charset, capitals in _rows():
        if name.startswith(prefix) and name.endswith(suffix):
            return charset, capitals
    return "", False


@cache
def _rows() -> list[tuple[str, str, str, bool]]:
    with _FONTS.open(encoding="utf-8") as file:
        return [
            (row["prefix"], row["suffix"], row["charset"], bool(row["capitals"]))
            for row in csv.DictReader(file)
        ]


def decode(line: Line) -> None:
    """Convert the line's text in legacy fonts to Unicode, and note what was converted."""
    decoded: list[TextSpan] = []
    for charset, group in groupby(line.spans, key=lambda span: charset_of(span.font)[0]):
        spans = list(group)
        decoded += spans if not charset else _decoded(line, charset, spans)
    line.spans = decoded
    if not any(found.kind is RemarkKind.LEGACY_FONT for found in line.found):
        _guess(line)


def _decoded(line: Line, charset: str, spans: list[TextSpan]) -> list[TextSpan]:
    """Return neighbouring runs of one charset in Unicode."""
    written = "".join(span.text for span in spans)
    if charset == _UNKNOWN:
        if not written.isascii():
            line.note(RemarkKind.UNKNOWN_FONT, len(written.split()), spans[0].font)
        return spans
    converted = _from_tcvn3(spans) if charset == "tcvn3" else _from_vni(spans)
    now = "".join(span.text for span in converted)
    # Letters above U+00FF, or more syllables as it is: somebody typed Unicode in an old font.
    if now == written or any(char.isalpha() and char > "\xff" for char in written):
        return spans
    if _syllables(written) > _syllables(now):
        return spans
    unsure = [word for word in _WORD.findall(now) if not _is_sure(word)][:_MOST_UNSURE]
    line.note(RemarkKind.LEGACY_FONT, len(now.split()), ", ".join(unsure))
    return converted


def _from_tcvn3(spans: list[TextSpan]) -> list[TextSpan]:
    converted = []
    for span in spans:
        text = span.text.translate(_TCVN3)
        capitals = charset_of(span.font)[1]
        converted.append(replace(span, text=text.upper() if capitals else text))
    return converted


def _from_vni(spans: list[TextSpan]) -> list[TextSpan]:
    """Return VNI runs in Unicode. A sign separated from its letter returns to the run before."""
    texts = [span.text for span in spans]
    for at in range(1, len(texts)):
        if texts[at] and texts[at - 1][-1:] + texts[at][:1] in VNI_LETTERS:
            texts[at - 1], texts[at] = texts[at - 1] + texts[at][0], texts[at][1:]
    return [
        replace(span, text=vni_to_unicode(text)) for span, text in zip(spans, texts, strict=True)
    ]


def _guess(line: Line) -> None:
    """Convert a line that its letters alone show to be in a legacy encoding, and note the doubt."""
    written = "".join(span.text for span in line.spans)
    encoding = detect_legacy_encoding(written)
    if encoding is None:
        return
    line.spans = [replace(span, text=to_unicode(span.text, encoding)) for span in line.spans]
    line.note(RemarkKind.LEGACY_GUESS, len(written.split()), written)


def _syllables(text: str) -> int:
    return sum(is_vietnamese_syllable(word) for word in _WORD.findall(text))


def _is_sure(word: str) -> bool:
    return word.isascii() or is_vietnamese_syllable(word)
