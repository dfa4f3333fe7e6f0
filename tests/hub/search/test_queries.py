"""Sixty questions as people type them: without accents, with typing errors, by old names."""

import csv
from pathlib import Path

import pytest

from network.hub.search import pages, selectors
from tests.hub.search.corpus import TODAY, build

pytestmark = pytest.mark.django_db
QUERIES = Path(__file__).with_name("queries.csv")
AT_LEAST = 57


@pytest.fixture(scope="module", autouse=True)
def corpus(once):
    """Build the corpus once for all tests here: it takes most of their time."""
    once(build)


def first_three(words: str) -> list[str]:
    asked = pages.read_address({"q": words})
    found = selectors.find(asked.question, asked.filters, today=TODAY)
    if pages.single_document_url(asked, found):
        return [each.title for each in selectors.entries([found.sure[0].id])]
    shown = pages.results_context(asked, found)["answers"]
    return [answer.entry.title for answer in shown[:3]]


def test_what_is_sought_is_among_the_first_three():
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answers = {row["query"]: (row["expected"], first_three(row["query"])) for row in rows}
    missed = {
        query: told
        for query, (expected, told) in answers.items()
        if not any(title.startswith(expected) for title in told)
    }
    for query, told in missed.items():
        print(f"missed: {query!r}, expected {answers[query][0]!r}, told {told}")  # noqa: T201
    assert len(rows) >= 60
    assert len(rows) - len(missed) >= AT_LEAST


def test_a_number_that_nobody_has_brings_nothing_that_only_looks_like_it():
    assert first_three("168/2024/NĐ-CP")
    assert first_three("169/2024/NĐ-CP") == []
