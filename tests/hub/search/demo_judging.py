"""Does the search of the demo find what a citizen means? 360 queries, judged by hand.

`judged/demo.tsv` was written before the index was looked at. The ranking was improved on the
120 "tuned"; the 60 "kept" and the 60 "unseen" were judged before, and show what it is worth for
other queries. The 120 of "citizens" were judged by their first five results and all titles.
Situations of the "unseen" and of "citizens" are not judged.
Judgments name results by the last part of their address, and telephone numbers; `situations` are
those that may be named beside the results. Where the best result only touches the query, none is an
answer and the page must say so. Used by `tests.scale.search_bench`.
"""

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils import timezone

from network.hub.search import pages, selectors

from .judging import JUDGED, Answer, Judged, mark, table

DEPTH = 5
# Their situations are not judged.
UNSEEN, CITIZENS = "unseen", "citizens"
PARTS = ("tuned", "kept", UNSEEN, CITIZENS)
_LAST_PART = re.compile(r"([^/=]+)/?$")


class Shown(NamedTuple):
    """The results of a query, and the situation named beside them."""

    answer: Answer
    situation: str


def rows() -> list[dict[str, str]]:
    """Return the queries with their judgments as they are in the file."""
    with (JUDGED / "demo.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def shown(query: str) -> Shown:
    """Return what the page shows: telephone numbers first, then the results."""
    asked = pages.read_address({"q": query})
    found = selectors.find(asked.question, asked.filters, today=timezone.localdate())
    if address := pages.single_document_url(asked, found):
        return Shown(Answer([_last_part(address)]), "")
    context = pages.results_context(asked, found)
    numbers = [f"tel-{contact.number}" for contact in context["contacts"]]
    entries = [_last_part(each.entry.url) for each in context["answers"]]
    situation = context["situation"]
    answer = Answer([*numbers, *entries], context["near"])
    return Shown(answer, situation.slug if situation else "")


def _last_part(address: str) -> str:
    found = _LAST_PART.search(address)
    return found[1] if found else ""


def report() -> Iterator[str]:
    """Yield a table of marks for each part, and the situations named there."""
    for part in PARTS:
        queries = [row for row in rows() if row["part"] == part]
        answers = {row["query"]: shown(row["query"]) for row in queries}
        yield f"\ndemo.tsv, {part}"
        judged = [Judged(row["query"], row["class"], _grades(row["judgments"])) for row in queries]
        marks = mark(judged, lambda query, given=answers: given[query].answer, depth=DEPTH)
        yield from table(marks, depth=DEPTH)
        yield f"misled: {', '.join(marks['all'].misled) or 'none'}"
        if part not in (UNSEEN, CITIZENS):
            fitting = {row["query"]: row["situations"].split() for row in queries}
            yield _situations(fitting, answers)


def _grades(judgments: str) -> dict[str, int]:
    pairs = (each.rpartition(":") for each in judgments.split())
    grades = {name: int(grade) for name, _colon, grade in pairs}
    return grades if max(grades.values(), default=0) > 1 else {}


def _situations(fitting: dict[str, list[str]], answers: dict[str, Shown]) -> str:
    named = {query: each.situation for query, each in answers.items() if each.situation}
    wrong = [query for query, situation in named.items() if situation not in fitting[query]]
    return f"situations named: {len(named)}, wrong: {len(wrong)} ({', '.join(wrong)})"
