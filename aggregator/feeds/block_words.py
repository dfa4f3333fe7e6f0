"""Block words, which hold an item back until a person has reviewed it. Pure: no Django.

Diacritics and word boundaries count: "cá độ" does not match "cà độ", and "đánh bạc" does not match
in "đánh bạch cầu". Only case and tone placement are ignored: "hoà" matches "hòa".
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from network.core.text import unify_tones

_WORDS = re.compile(r"[^\W_]+")


def read_block_words(written: str) -> list[str]:
    """Return the non-empty lines of a text as words and phrases, without duplicates."""
    lines = (" ".join(line.split()) for line in written.splitlines())
    return list({tuple(_words(line)): line for line in lines if _words(line)}.values())


def find_block_word(written: str, *texts: str) -> str:
    """Return the first line of `written` that occurs in one of the texts, or ""."""
    if not written:
        return ""
    # No phrase holds a line break, so none matches the end of one text and the start of the next.
    spoken = "\n".join(_spaced(_words(text)) for text in texts)
    return next((line for line, phrase in _phrases(written) if phrase in spoken), "")


@lru_cache(maxsize=256)
def _phrases(written: str) -> tuple[tuple[str, str], ...]:
    """Return (line, normalized form) for each line of `written`. Cached while a feed is stored."""
    return tuple((line, _spaced(_words(line))) for line in read_block_words(written))


def _words(text: str) -> list[str]:
    """Return the words in lower case with unified tone placement."""
    return _WORDS.findall(unify_tones(text).lower())


def _spaced(words: Sequence[str]) -> str:
    """Join words with spaces around each, so that a phrase matches only whole words."""
    return f" {' '.join(words)} "
