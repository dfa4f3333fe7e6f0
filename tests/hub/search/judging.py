"""Does the search find what a citizen means? Judged queries, and the measures that sum them up.

`judged/articles.jsonl` are short articles, the other files there questions, each with its class
and the articles that answer them (`id:grade`; 3 answers it, 2 largely, 1 touches it; none: no
article answers, and the page must say so).
"""

import csv
import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log, log2
from pathlib import Path
from statistics import mean

from network.hub.search import pages, selectors
from network.hub.search.indexables import Indexable
from network.hub.search.keeping import refresh_changed
from network.hub.search.models import EntryKind
from network.hub.search.rows import write_entries
from network.hub.search.vocabulary import count_words
from network.hub.search.words import words_of
from tests.factories.sections import make_article, make_place, make_section

JUDGED = Path(__file__).with_name("judged")
TODAY = dt.date(2026, 11, 25)
DEPTH = 10
_AGENCIES = {
    "dakdoa": "UBND xã Đak Đoa",
    "igrai": "UBND xã Ia Grai",
    "chuse": "UBND xã Chư Sê",
    "kbang": "UBND xã Kbang",
    "pleiku": "UBND phường Pleiku",
    "ankhe": "UBND phường An Khê",
    "iapuch": "UBND xã Ia Púch",
}


@dataclass(frozen=True)
class Judged:
    """A question, its class, and the grades of the articles that answer it, by title."""

    query: str
    kind: str
    grades: dict[str, int]


@dataclass(frozen=True)
class Answer:
    """What was shown: titles in order, and whether the page says that these are not the answer."""

    titles: list[str]
    near: bool = False


@dataclass
class Marks:
    """What a set of answers is worth, of each the first `depth` results."""

    depth: int = DEPTH
    ndcg: list[float] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    misled: list[str] = field(default_factory=list)
    honest: list[bool] = field(default_factory=list)
    needless: int = 0

    def add(self, judged: Judged, answer: Answer) -> None:
        """Count one answer."""
        if not judged.grades:
            self.honest.append(answer.near or not answer.titles)
            return
        grades = [judged.grades.get(title, 0) for title in answer.titles[: self.depth]]
        best = sorted(judged.grades.values(), reverse=True)[: self.depth]
        self.ndcg.append(_gain(grades) / _gain(best))
        self.first.append(bool(grades and grades[0] >= 2))
        self.needless += answer.near and grades[:1] == [3]
        if answer.titles and not answer.near and not any(grades[:3]):
            self.misled.append(judged.query)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def articles() -> list[dict[str, str]]:
    """Return the judged articles."""
    with (JUDGED / "articles.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def judged(name: str) -> list[Judged]:
    """Return the judged questions of a file."""
    titles = {each["id"]: each["title"] for each in articles()}
    with (JUDGED / name).open(encoding="utf-8", newline="") as file:
        return [
            Judged(
                row["query"],
                row["class"],
                {
                    titles[key]: int(grade)
                    for key, grade in (each.split(":") for each in row["judgments"].split())
                },
            )
            for row in csv.DictReader(file, delimiter="\t")
        ]


def build() -> None:
    """Publish the judged articles and let the search read them."""
    places = {}
    for number, each in enumerate(articles()):
        name = _AGENCIES.get(each["agency"], f"Cơ quan {each['agency']}")
        if name not in places:
            home = make_section(name, short_name=name, slug=f"judged-{each['agency']}")
            places[name] = make_place(home)
        make_article(
            places[name],
            each["title"],
            summary=each["summary"],
            body=[("paragraph", f"<p>{each['body']}</p>")],
            date=TODAY - dt.timedelta(days=number * 3),
        )
    refresh_changed()
    count_words()


def _phrases_and_scraps() -> tuple[list[str], list[str]]:
    """Return common phrases, and every two words of the judged articles."""
    phrases = (JUDGED / "phrases.txt").read_text(encoding="utf-8").split("\n")
    words = [each["body"].lower().split() for each in articles()]
    scraps = [" ".join(body[at : at + 2]) for body in words for at in range(0, len(body) - 1, 2)]
    return phrases, scraps


def add_handbooks(number: int, *, words: int) -> None:
    """Put long handbooks beside them that have nearly every word of theirs, about nothing."""
    chance = random.Random(40)  # noqa: S311
    phrases, scraps = _phrases_and_scraps()
    write_entries(
        [
            Indexable(
                EntryKind.MATERIAL,
                5_000_000 + key,
                f"Sổ tay {chance.choice(phrases)}",
                f"/so-tay/{key}/",
                lead=" ".join(chance.choices(phrases, k=4)),
                # A phrase and a scrap have some five words.
                files=" ".join(map(chance.choice, (phrases, scraps) * (words // 5))),
                day=TODAY,
            )
            for key in range(number)
        ]
    )
    count_words()


def fill(entries: int) -> None:
    """Put articles about other things beside them, made of common phrases and scraps of theirs."""
    chance = random.Random(20_000)  # noqa: S311
    phrases, scraps = _phrases_and_scraps()

    def some(least: int, most: int) -> list[str]:
        size = chance.randint(least, most)
        return [phrases[int(len(phrases) * chance.random() ** 2)] for _ in range(size)]

    for begin in range(0, entries, 1_000):
        made = []
        for key in range(begin, min(entries, begin + 1_000)):
            body = some(15, 40) + chance.choices(scraps, k=8)
            chance.shuffle(body)
            made.append(
                Indexable(
                    EntryKind.ARTICLE,
                    1_000_000 + key,
                    " ".join(some(2, 4)).capitalize() + f" {key}",
                    f"/bai/{key}/",
                    lead=" ".join(some(3, 5)),
                    text=" ".join(body),
                    day=TODAY - dt.timedelta(days=chance.randint(0, 2_000)),
                )
            )
        write_entries(made)
    count_words()


def shown(query: str) -> Answer:
    """Return what the page of the search shows."""
    asked = pages.read_address({"q": query})
    found = selectors.find(asked.question, asked.filters, today=TODAY)
    context = pages.results_context(asked, found)
    return Answer([each.entry.title for each in context["answers"]], context["near"])


def mark(
    queries: Sequence[Judged], answer: Callable[[str], Answer], *, depth: int = DEPTH
) -> dict[str, Marks]:
    """Return the marks by class, and over all."""
    marks: dict[str, Marks] = {}
    for each in queries:
        told = answer(each.query)
        for name in (each.kind, "all"):
            marks.setdefault(name, Marks(depth)).add(each, told)
    return marks


def table(marks: dict[str, Marks], *, depth: int = DEPTH) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"| class | queries | nDCG@{depth} | hit@1 | misled | needless note | empty honest |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, each in sorted(marks.items(), key=lambda item: (item[0] == "all", item[0])):
        size = len(each.ndcg) + len(each.honest)
        ndcg, first = (f"{mean(of):.3f}" if of else "" for of in (each.ndcg, each.first))
        honest = f"{sum(each.honest)} of {len(each.honest)}" if each.honest else ""
        cells = (name, size, ndcg, first, len(each.misled), each.needless, honest)
        yield f"| {' | '.join(map(str, cells))} |"


class PlainRanking:
    """BM25 over title x3, summary x2 and body, with accents where they are typed: the yardstick."""

    def __init__(self, texts: Sequence[tuple[str, str, str]]) -> None:
        self.titles = [title for title, _summary, _body in texts]
        self._words: dict[bool, list[Counter[str]]] = {
            exact: [
                Counter(
                    word[0 if exact else 1]
                    for words, times in zip(map(words_of, text), (3, 2, 1), strict=True)
                    for word in words * times
                )
                for text in texts
            ]
            for exact in (True, False)
        }

    def answer(self, query: str) -> Answer:
        """Return the ten best."""
        words = words_of(query)
        exact = any(word.exact != word.folded for word in words)
        texts = self._words[exact]
        usual = mean(text.total() for text in texts)
        scores = [0.0] * len(texts)
        for word in {each[0 if exact else 1] for each in words}:
            there = [number for number, text in enumerate(texts) if text[word]]
            rarity = log(1 + (len(texts) - len(there) + 0.5) / (len(there) + 0.5))
            for number in there:
                often = texts[number][word]
                length = 0.25 + 0.75 * texts[number].total() / usual
                scores[number] += rarity * often * 2.2 / (often + 1.2 * length)
        best = sorted(range(len(texts)), key=lambda number: -scores[number])[:DEPTH]
        return Answer([self.titles[number] for number in best if scores[number]])
