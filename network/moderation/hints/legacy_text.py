"""Text pasted from before Unicode, or read with the wrong charset: shown with what it meant."""

import re
from collections.abc import Iterator

from network.core.legacy_encodings import LegacyEncoding, detect_legacy_encoding, to_unicode

from .types import PLACES_SHOWN, Content, Hint, HintCode, Place, shorten

# Not str.splitlines: it splits at control characters, which damaged text is full of.
_LINE_END = re.compile("[\r\n\u2028\u2029]+")
# More than any snippet shows.
_SUGGESTED = 1_000


def find_legacy_text_hints(content: Content) -> list[Hint]:
    """Return the lines in a legacy encoding, each with the suggested text."""
    found = [
        (part, index, unit, encoding)
        for part, index, text in content.written_parts()
        for unit, encoding in _broken_units(text)
    ]
    places = tuple(
        Place(part, index, shorten(unit), shorten(to_unicode(unit[:_SUGGESTED], encoding)))
        for part, index, unit, encoding in found[:PLACES_SHOWN]
    )
    return [Hint(HintCode.LEGACY_ENCODING, places, len(found))] if places else []


def _broken_units(text: str) -> Iterator[tuple[str, LegacyEncoding]]:
    """Yield each broken line, then all other lines together where together they are broken.

    Good and broken lines stand side by side after a paste; the cells of a table are too short to
    prove anything one by one.
    """
    others = []
    for line in _LINE_END.split(text):
        encoding = detect_legacy_encoding(line)
        if encoding:
            yield line, encoding
        else:
            others.append(line)
    together = "\n".join(others)
    encoding = detect_legacy_encoding(together)
    if encoding:
        yield together, encoding
