"""`make run` says on the console how far the background work of a first start is."""

from typing import Any

import pytest

from network import background
from network.background import BackgroundReport


class Clock:
    """Every look is due."""

    seconds = 0.0

    def monotonic(self) -> float:
        self.seconds += background.LOOK_SECONDS
        return self.seconds


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lines for a series of counts (files that can be read, files, jobs)."""

    def lines(*counts: tuple[int, int, int] | Exception) -> list[str]:
        left = list(counts)

        class Connection:
            def __enter__(self) -> "Connection":
                return self

            def __exit__(self, *raised: object) -> None:
                pass

            def execute(self, statement: str) -> "Connection":
                return self

            def fetchone(self) -> tuple[int, int, int]:
                found = left.pop(0)
                if isinstance(found, Exception):
                    raise found
                return found

        monkeypatch.setattr(background, "time", Clock())
        monkeypatch.setattr(background.psycopg, "connect", lambda *_, **__: Connection())
        said: list[str] = []
        report = BackgroundReport("", report=said.append)
        for _ in counts:
            report.check()
        return said

    return lines


def test_each_change_is_a_line_and_the_end_too(said: Any) -> None:
    counts = (0, 3, 7), (0, 3, 7), background.psycopg.OperationalError(), (2, 3, 1), (3, 3, 0)
    assert said(*counts) == [
        "In the background: 0 of 3 files can be read, 7 jobs wait.\n",
        "In the background: 2 of 3 files can be read, 1 jobs wait.\n",
        "In the background: all done.\n",
    ]


def test_a_start_with_nothing_to_do_says_nothing(said: Any) -> None:
    assert said((3, 3, 0)) == []


@pytest.mark.django_db
def test_the_counts_are_those_of_the_database() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(background._COUNTS)
        assert cursor.fetchone() == (0, 0, 0)
