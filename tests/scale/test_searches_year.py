"""The simulated year of searches: what is cached, and what drops cost."""

import pytest

from . import searches_year
from .searches_year import cached_part, main, percentile


@pytest.fixture(autouse=True)
def few_days(monkeypatch):
    monkeypatch.setattr(searches_year, "MOST_SIMULATED", 6_000)


def test_drops_leave_fewer_searches_cached_the_more_there_are():
    never, seldom, often = (
        cached_part(2_000, changes, drops=bool(changes)) for changes in (0, 20, 2_000)
    )
    assert 0 < often < seldom < never < 0.8


@pytest.mark.parametrize(
    ("cached", "part", "milliseconds"),
    [(0.0, 0.5, 60), (0.0, 0.95, 100), (0.6, 0.5, 0.4), (0.5, 0.75, 60), (0.5, 0.95, 95.56)],
)
def test_a_percentile_is_that_of_cached_and_uncached_searches_together(cached, part, milliseconds):
    assert percentile(cached, part, 60, 100) == pytest.approx(milliseconds, rel=0.001)


def test_each_amount_of_searches_and_changes_has_a_line(capsys, monkeypatch):
    monkeypatch.setattr(searches_year, "SEARCHES_PER_DAY", (500,))
    assert main(["60", "100"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(searches_year.CHANGES_PER_DAY)
    assert main(["soon"]) == 2
