"""How hard is a text to read? By the length of its sentences, counted in syllables.

A measure of our own, kept transparent on purpose. Studies of Vietnamese readability agree that
sentence length is among the strongest signs at the surface of a text (for one: Luong, Dinh,
Nguyen, Bui, "Assessing Vietnamese Text Readability using Multi-Level Linguistic Features",
IJACSA 11(8), 2020), but no published formula was fitted to texts for citizens, so none is
borrowed. A syllable is what stands between blanks: "phổ biến" counts two, as Vietnamese is
written, and a number or an abbreviation counts one.

- easy: 22 syllables in a sentence on average at most, and at most 1 sentence in 10 is long;
- hard: more than 32 on average, or more than 3 sentences in 10 are long;
- medium: the rest. Long is a sentence of more than 40 syllables.
"""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .types import Content, ContentPart, Hint, HintCode, Place, shorten

LONG_SENTENCE = 40
_EASY_AVERAGE, _EASY_SHARE = 22, 0.10
_HARD_AVERAGE, _HARD_SHARE = 32, 0.30
# A notice of two lines has no manner of its own.
_SYLLABLES_AT_LEAST = 60
_LONGEST_SHOWN = 3

_LINE_ENDS = "\r\n\u2028\u2029"
_SENTENCE_END = re.compile(rf"(?<=[.!?…])[ \t\xa0]|[{_LINE_ENDS}]")
# "TP. Pleiku", "ThS. Lan", "v.v. và": the stop belongs to the abbreviation.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:TP|Tp|TX|TT|P|Q|ThS|Ths|TS|PGS|GS|BS|KS|CN|LS|St|Nxb|tr|v\.v)\.$"
)
_LONGEST_ABBREVIATION = 8


class ReadingLevel(StrEnum):
    """How hard a text is."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Readability:
    """What was counted; `average` is in syllables for each sentence, `longest` shows the worst."""

    level: ReadingLevel
    sentences: int
    syllables: int
    average: float
    long_sentences: int
    longest: tuple[Place, ...]


def measure_reading(content: Content) -> Readability | None:
    """Return how hard summary and blocks are to read; None where there is too little text."""
    counted = [
        (len(sentence.split()), Place(part, index, shorten(sentence)))
        for part, index, text in content.written_parts()
        if part is not ContentPart.TITLE
        for sentence in split_sentences(text)
    ]
    syllables = sum(length for length, _place in counted)
    if syllables < _SYLLABLES_AT_LEAST:
        return None
    average = syllables / len(counted)
    long = [item for item in counted if item[0] > LONG_SENTENCE]
    worst = heapq.nlargest(_LONGEST_SHOWN, long, key=lambda item: item[0])
    level = _level(average, len(long) / len(counted))
    longest = tuple(place for _length, place in worst)
    return Readability(level, len(counted), syllables, average, len(long), longest)


def find_reading_hints(content: Content) -> list[Hint]:
    """Return a hint with the longest sentences where the text is hard to read."""
    reading = measure_reading(content)
    if reading is None or reading.level is not ReadingLevel.HARD:
        return []
    places = reading.longest or (Place(ContentPart.TEXT),)
    return [Hint(HintCode.HARD_TO_READ, places, max(reading.long_sentences, 1))]


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of `text`; a line end always ends one, as headings have no full stop."""
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


def _level(average: float, share: float) -> ReadingLevel:
    if average > _HARD_AVERAGE or share > _HARD_SHARE:
        return ReadingLevel.HARD
    if average <= _EASY_AVERAGE and share <= _EASY_SHARE:
        return ReadingLevel.EASY
    return ReadingLevel.MEDIUM
