"""Block words, which hold an item back until a person has reviewed it. Pure: no Django.

Diacritics and word boundaries count: "cá độ" does not match "cà độ", and "đánh bạc" does not match
in "đánh bạch cầu". Case, tone placement and the ways to disguise a word are ignored: "hoà" matches
"hòa", and "đ.á.n.h b.ạ.c", "ĐÁNHBẠC" and full-width letters match "đánh bạc".
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from network.core.text import unify_tones

# {first word: [(number of the line, line, words)]}
type _Index = dict[str, list[tuple[int, str, list[str]]]]

_WORDS = re.compile(r"[^\W_]+")
# So many single letters in a row are a word that was spaced out.
_SPACED_OUT = 3


def read_block_words(written: str) -> list[str]:
    """Return the non-empty lines of a text as words and phrases, without duplicates."""
    lines = (" ".join(line.split()) for line in written.splitlines())
    return list({tuple(_words(line)): line for line in lines if _words(line)}.values())


def find_block_word(written: str, *texts: str) -> str:
    """Return the first line of `written` that occurs in one of the texts, or ""."""
    if not written:
        return ""
    index = _index(written)
    spoken = (_words(text) for text in texts)
    # Most texts have no word that begins a phrase.
    near = (words for words in spoken if not index.keys().isdisjoint(words))
    found = [each for words in near for each in _occurrences(words, index)]
    return min(found)[1] if found else ""


def block_words_in(written: str, text: str) -> list[str]:
    """Return the lines of `written` in the order in which they occur in a long text. Occurrences do
    not overlap: the longest phrase at a place counts."""
    index, words = _index(written), _words(text)
    found, end = [], 0
    for at, word in enumerate(words):
        phrases = [each for each in index.get(word, ()) if at >= end and _is_at(words, at, each[2])]
        if phrases:
            _number, line, phrase = max(phrases, key=lambda each: len(each[2]))
            found.append(line)
            end = at + len(phrase)
    return found


def _is_at(words: Sequence[str], at: int, phrase: Sequence[str]) -> bool:
    """Return whether the phrase occurs at a place."""
    return words[at : at + len(phrase)] == phrase


def _occurrences(words: Sequence[str], index: _Index) -> Iterator[tuple[int, str]]:
    """Yield (number of the line, line) for each phrase that occurs in the words."""
    for at, word in enumerate(words):
        for number, line, phrase in index.get(word, ()):
            if _is_at(words, at, phrase):
                yield number, line


@lru_cache(maxsize=256)
def _index(written: str) -> _Index:
    """Return the phrases of `written` by their first word. Cached while a feed is stored.

    Each phrase is also a single word, because spammers leave out or hide the blanks in it.
    """
    index: _Index = {}
    for number, line in enumerate(read_block_words(written)):
        words = _words(line)
        for phrase in [words, ["".join(words)]][: len(words)]:
            index.setdefault(phrase[0], []).append((number, line, phrase))
    return index


def _words(text: str) -> list[str]:
    """Return the words in lower case with unified tone placement. Letters that are spaced out, as
    in "n.h.à", are one word."""
    words = _WORDS.findall(unify_tones(unicodedata.normalize("NFKC", text)).lower())
    if [*map(len, words)].count(1) < _SPACED_OUT:
        return words
    return [word for alone, run in groupby(words, _is_letter) for word in _joined(list(run), alone)]


def _is_letter(word: str) -> bool:
    return len(word) == 1


def _joined(run: list[str], alone: bool) -> list[str]:
    """Return a run of single letters as one word; other words unchanged."""
    return ["".join(run)] if alone and len(run) >= _SPACED_OUT else run
