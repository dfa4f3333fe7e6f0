"""Which topics a text may be about, for a reviewer to confirm. Pure: no Django.

Marks and word bounds count: "họp báo" is no storm (bão) and "quốc gia" no finance (tài chính);
a matcher over folded text classed them so (domain brief 4.8). Only the place of the tone and the
case do not count: "hoà giải" is "hòa giải". The phrases are data (data/topic_keywords.csv).
"""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from network.core.text import unify_tones

KEYWORDS = Path(__file__).resolve().parent / "data" / "topic_keywords.csv"
MOST_TOPICS = 3
# A phrase of the title says more about the text than one of the excerpt, a long one more than a
# single word; one phrase of an excerpt alone is too little.
_TITLE_WEIGHT = 3
_ENOUGH = 2
_WORDS = re.compile(r"[^\W_]+")
# Names that hold the words of a topic and say nothing about the text: "Bộ Y tế ban hành ...".
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


def suggest_topics(title: str, excerpt: str = "") -> list[str]:
    """Return up to three keys of topics (slugs of legal_topics.csv), the likeliest first.

    None where nothing fits: no topic is better than a wrong one.
    """
    scores: dict[str, int] = {}
    for text, weight in ((title, _TITLE_WEIGHT), (excerpt, 1)):
        for phrase in _found(_words(text)):
            points = weight * min(len(phrase.words), 3)
            scores[phrase.topic] = scores.get(phrase.topic, 0) + points
    likely = sorted(scores, key=lambda topic: (-scores[topic], topic))
    return [topic for topic in likely if scores[topic] >= _ENOUGH][:MOST_TOPICS]


def read_keywords(lines: Iterable[str]) -> dict[str, list[str]]:
    """Return the phrases of each topic from the lines of the table (topic, phrases by "|")."""
    return {row["topic"]: row["phrases"].split("|") for row in csv.DictReader(lines)}


def _words(text: str) -> list[str]:
    plain = unify_tones(text).lower()
    return _WORDS.findall(_BODIES.sub(" \N{BULLET} ", plain))


def _found(words: list[str]) -> set[_Phrase]:
    """Return the phrases in a text; where one lies inside another, the longer one alone."""
    table = _by_first_word()
    found: set[_Phrase] = set()
    free = 0
    for place, word in enumerate(words):
        if place < free:
            continue
        fitting = [
            phrase
            for phrase in table.get(word, ())
            if tuple(words[place : place + len(phrase.words)]) == phrase.words
        ]
        longest = max((len(phrase.words) for phrase in fitting), default=0)
        found.update(phrase for phrase in fitting if len(phrase.words) == longest)
        free = place + longest
    return found


@cache
def _by_first_word() -> Mapping[str, list[_Phrase]]:
    with KEYWORDS.open(encoding="utf-8", newline="") as lines:
        keywords = read_keywords(lines)
    table: dict[str, list[_Phrase]] = {}
    for topic, phrases in keywords.items():
        for written in phrases:
            words = tuple(_WORDS.findall(unify_tones(written).lower()))
            table.setdefault(words[0], []).append(_Phrase(topic, words))
    return table
