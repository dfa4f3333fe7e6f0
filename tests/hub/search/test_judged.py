"""The floor under what the search finds on judged questions; `make bench-search` prints it."""

from statistics import mean

import pytest

from tests.hub.search.judging import build, judged, mark, shown, table

pytestmark = pytest.mark.django_db
NDCG, NDCG_OF_A_CLASS, MISLED = 0.92, 0.75, 2


@pytest.mark.parametrize("name", ["queries.tsv", "further.tsv"])
def test_what_is_meant_is_found_and_what_is_not_there_is_said(name):
    build()
    marks = mark(judged(name), shown)
    print(*table(marks), sep="\n")  # noqa: T201
    every = marks["all"]
    assert mean(every.ndcg) >= NDCG
    assert len(every.misled) <= MISLED, every.misled
    assert all(every.honest)
    classes = {kind: mean(each.ndcg) for kind, each in marks.items() if each.ndcg}
    assert {kind: ndcg for kind, ndcg in classes.items() if ndcg < NDCG_OF_A_CLASS} == {}
