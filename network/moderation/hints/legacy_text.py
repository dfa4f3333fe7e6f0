"""Hints about text in a pre-Unicode encoding or a wrong charset, with the corrected text."""

import re
from collections.abc import Iterator

from network.core.legacy_encodings import LegacyEncoding, detect_legacy_encoding, to_unicode

from .types import PASSAGES_SHOWN, Content, Hint, HintCode, Passage, shorten

# str.splitlines would also split at control characters, which are common in damaged text.
_LINE_END = re.compile("[\r\n\u2028\u2029]+")
# More characters than a snippet shows.
_SUGGESTED = 1_000


def find_legacy_text_hints(content: Content) -> list[Hint]:
    """Return one hint with the lines in a legacy encoding, each with its suggested Unicode text."""
    found = [
        (part, index, unit, encoding)
        for part, index, text in content.written_parts()
        for unit, encoding in _broken_units(text)
    ]
    passages = tuple(
        Passage(part, index, shorten(unit), shorten(to_unicode(unit[:_SUGGESTED], encoding)))
        for part, index, unit, encoding in found[:PASSAGES_SHOWN]
    )
    return [Hint(HintCode.LEGACY_ENCODING, passages, len(found))] if passages else []


def _broken_units(text: str) -> Iterator[tuple[str, LegacyEncoding]]:
    """Yield each line in a legacy encoding, then the remaining lines as one text if they are broken
    only together.

    Correct and broken lines are mixed after a paste, and single table cells are too short to detect
    an encoding.
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
