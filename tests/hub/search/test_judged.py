"""The floor under what the search finds on judged questions; `make bench-search` prints it."""

from statistics import mean

import pytest

from tests.hub.search.judging import add_handbooks, build, judged, mark, shown, table

pytestmark = pytest.mark.django_db
NDCG_OF_A_CLASS, MISLED = 0.75, 2


@pytest.fixture(scope="module", autouse=True)
def corpus(once):
    """Build the corpus once for all tests here: it takes most of their time."""
    once(build)


@pytest.mark.parametrize(
    ("name", "ndcg"), [("queries.tsv", 0.92), ("further.tsv", 0.92), ("citizens.tsv", 0.84)]
)
def test_what_is_meant_is_found_and_what_is_not_there_is_said(name, ndcg):
    marks = mark(judged(name), shown)
    print(*table(marks), sep="\n")  # noqa: T201
    every = marks["all"]
    assert mean(every.ndcg) >= ndcg
    assert len(every.misled) <= MISLED, every.misled
    assert all(every.honest)
    classes = {kind: mean(each.ndcg) for kind, each in marks.items() if each.ndcg}
    assert {kind: worth for kind, worth in classes.items() if worth < NDCG_OF_A_CLASS} == {}


def test_long_handbooks_hide_no_answer():
    add_handbooks(10, words=20_000)
    marks = mark(judged("queries.tsv"), shown)["all"]
    assert mean(marks.ndcg) >= 0.92
    assert len(marks.misled) <= MISLED, marks.misled
