"""Measure how hard a text is to read, by sentence length in syllables.

This is our own, deliberately simple measure. Studies of Vietnamese readability agree that sentence
length is among the strongest surface signals (e.g. Luong, Dinh, Nguyen, Bui, "Assessing Vietnamese
Text Readability using Multi-Level Linguistic Features", IJACSA 11(8), 2020), but no published
formula was fitted to texts for citizens. A syllable is a run of characters between blanks: "phổ
biến" counts two, a number or an abbreviation counts one.

- easy: at most 22 syllables per sentence on average, and at most 1 sentence in 10 is long;
- hard: more than 32 on average, or more than 3 sentences in 10 are long;
- medium: all other texts.

A sentence of more than 40 syllables is long.
"""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .types import Content, ContentPart, Hint, HintCode, Passage, shorten

LONG_SENTENCE = 40
_EASY_AVERAGE, _EASY_SHARE = 22, 0.10
_HARD_AVERAGE, _HARD_SHARE = 32, 0.30
# Shorter texts, such as a notice of two lines, give no meaningful average.
_SYLLABLES_AT_LEAST = 60
_LONGEST_SHOWN = 3

_LINE_ENDS = "\r\n\u2028\u2029"
_SENTENCE_END = re.compile(rf"(?<=[.!?…])[ \t\xa0]|[{_LINE_ENDS}]")
# "TP. Pleiku", "ThS. Lan", "v.v. và": here the full stop belongs to the abbreviation.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:TP|Tp|TX|TT|P|Q|ThS|Ths|TS|PGS|GS|BS|KS|CN|LS|St|Nxb|tr|v\.v)\.$"
)
_LONGEST_ABBREVIATION = 8


class ReadabilityLevel(StrEnum):
    """Reading difficulty of a text."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Readability:
    """Sentence statistics of a text. `average` is in syllables per sentence; `longest` gives the
    longest long sentences."""

    level: ReadabilityLevel
    sentences: int
    syllables: int
    average: float
    long_sentences: int
    longest: tuple[Passage, ...]


def measure_readability(content: Content) -> Readability | None:
    """Measure summary and text blocks, without the title. Returns None below _SYLLABLES_AT_LEAST
    syllables."""
    counted = [
        (len(sentence.split()), Passage(part, index, shorten(sentence)))
        for part, index, text in content.written_parts()
        if part is not ContentPart.TITLE
        for sentence in split_sentences(text)
    ]
    syllables = sum(length for length, _passage in counted)
    if syllables < _SYLLABLES_AT_LEAST:
        return None
    average = syllables / len(counted)
    long = [item for item in counted if item[0] > LONG_SENTENCE]
    worst = heapq.nlargest(_LONGEST_SHOWN, long, key=lambda item: item[0])
    level = _level(average, len(long) / len(counted))
    longest = tuple(passage for _length, passage in worst)
    return Readability(level, len(counted), syllables, average, len(long), longest)


def find_readability_hints(content: Content) -> list[Hint]:
    """Return a hint with the longest sentences if the text is hard to read, else []."""
    found = measure_readability(content)
    if found is None or found.level is not ReadabilityLevel.HARD:
        return []
    passages = found.longest or (Passage(ContentPart.TEXT),)
    return [Hint(HintCode.HARD_TO_READ, passages, max(found.long_sentences, 1))]


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of `text`. A line end always ends a sentence, because headings have no
    full stop."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if _is_abbreviation(text, end):
            continue
        if sentence := text[start : end.start()].strip():
            yield sentence
        start = end.end()
    if rest := text[start:].strip():
        yield rest


def _is_abbreviation(text: str, end: re.Match[str]) -> bool:
    before = text[max(end.start() - _LONGEST_ABBREVIATION, 0) : end.start()]
    return end[0] not in _LINE_ENDS and bool(_ABBREVIATION.search(before))


def _level(average: float, share: float) -> ReadabilityLevel:
    if average > _HARD_AVERAGE or share > _HARD_SHARE:
        return ReadabilityLevel.HARD
    if average <= _EASY_AVERAGE and share <= _EASY_SHARE:
        return ReadabilityLevel.EASY
    return ReadabilityLevel.MEDIUM
