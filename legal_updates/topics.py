"""Suggest topics of a text, for a reviewer to confirm. Pure, without Django.

Diacritics and word boundaries matter: "họp báo" is not a storm (bão) and "quốc gia" not finance
(tài chính); matching folded text made these errors (domain brief 4.8). Only tone position and case
are ignored: "hoà giải" equals "hòa giải". The phrases are in data/topic_keywords.csv.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from network.core.text import unify_tones

KEYWORDS = Path(__file__).resolve().parent / "data" / "topic_keywords.csv"
MOST_TOPICS = 3
# A phrase in the title counts more than one in the excerpt, and a long phrase more than a word. A
# single phrase in the excerpt is not enough.
_TITLE_WEIGHT = 3
_ENOUGH = 2
_WORDS = re.compile(r"[^\W_]+")
# Names of bodies that contain topic words without saying anything about the text: "Bộ Y tế ban hành
# ...".
_BODIES = re.compile(
    r"\b(?:của|do|bộ|sở|bộ trưởng|giám đốc sở) (?:bộ |sở |bộ trưởng bộ )?"
    r"(?:tài nguyên và môi trường|nông nghiệp và (?:phát triển nông thôn|môi trường)|công thương"
    r"|giáo dục và đào tạo|khoa học và công nghệ|văn hóa,? thể thao và du lịch|y tế|tài chính"
    r"|lao động -? ?thương binh và xã hội|giao thông vận tải|xây dựng|quốc phòng|ngoại giao"
    r"|thông tin và truyền thông|kế hoạch và đầu tư|dân tộc và tôn giáo|công an)\b"
    r"|ngân hàng nhà nước(?: việt nam)?|kiểm toán nhà nước|tòa án nhân dân tối cao"
    r"|bảo hiểm xã hội việt nam"
)


class _Phrase(NamedTuple):
    topic: str
    words: tuple[str, ...]
    weak: bool = False


def suggest_topics(title: str, excerpt: str = "") -> list[str]:
    """Return up to three topic keys (slugs of legal_topics.csv), most likely first; [] if none
    fits.

    A weak phrase ("kinh phí", "doanh nghiệp") occurs with many topics and decides only for a title
    without other phrases.
    """
    scores: dict[str, int] = {}
    in_title = _found(_words(title))
    for found, weight in ((in_title, _TITLE_WEIGHT), (_found(_words(excerpt)), 1)):
        for phrase in dict.fromkeys(each for each in found if not each.weak):
            points = weight * min(len(phrase.words), 3)
            scores[phrase.topic] = scores.get(phrase.topic, 0) + points
    likely = sorted(scores, key=lambda topic: (-scores[topic], topic))
    strong = [topic for topic in likely if scores[topic] >= _ENOUGH][:MOST_TOPICS]
    return strong or [phrase.topic for phrase in in_title[:1]]


def read_keywords(lines: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield (topic, phrase, is_weak) from the lines of the table."""
    for row in csv.DictReader(lines):
        for column in ("phrases", "weak"):
            for phrase in filter(None, row[column].split("|")):
                yield row["topic"], phrase, column == "weak"


def _words(text: str) -> list[str]:
    plain = unify_tones(text).lower()
    return _WORDS.findall(_BODIES.sub(" \N{BULLET} ", plain))


def _found(words: list[str]) -> list[_Phrase]:
    """Return the phrases found in a text, in order. Of overlapping ones only the longer."""
    table = _by_first_word()
    fitting = [
        (place, phrase)
        for place, word in enumerate(words)
        for phrase in table.get(word, ())
        if tuple(words[place : place + len(phrase.words)]) == phrase.words
    ]
    found: dict[int, _Phrase] = {}
    taken: set[int] = set()
    for place, phrase in sorted(fitting, key=lambda each: -len(each[1].words)):
        span = range(place, place + len(phrase.words))
        if taken.isdisjoint(span):
            taken.update(span)
            found[place] = phrase
    return [found[place] for place in sorted(found)]


@cache
def _by_first_word() -> Mapping[str, list[_Phrase]]:
    table: dict[str, list[_Phrase]] = {}
    with KEYWORDS.open(encoding="utf-8", newline="") as lines:
        for topic, written, weak in read_keywords(lines):
            words = tuple(_WORDS.findall(unify_tones(written).lower()))
            table.setdefault(words[0], []).append(_Phrase(topic, words, weak))
    return table
