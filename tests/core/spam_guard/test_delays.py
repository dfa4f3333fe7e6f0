"""Delays between attempts: how they grow, recover, and hold when many come at one moment."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.db.models import Func, QuerySet, TextField, Value

from network.core.spam_guard.delays import (
    NO_WAIT,
    DelayRule,
    Limit,
    forget_levels,
    format_wait,
    give_back,
    take_turn,
)
from network.core.spam_guard.models import AttemptLevel

NOW = dt.datetime(2026, 11, 25, 13, 0, tzinfo=dt.UTC)
RULE = DelayRule.from_seconds(free=5, first=30, longest=900, recovery=900)


def take(after: float = 0, rule: DelayRule = RULE, of: str = "lan") -> dt.timedelta:
    """Return the wait that an attempt meets so many seconds after NOW."""
    return take_turn(Limit(rule, "test", of), now=NOW + dt.timedelta(seconds=after)).wait


@pytest.mark.django_db
def test_each_wait_is_twice_the_one_before_up_to_the_longest():
    assert [take() for _ in range(5)] == [NO_WAIT] * 5
    at, waits = 0.0, []
    for _ in range(8):
        waits.append(take(at).total_seconds())
        at += waits[-1]
        assert take(at) == NO_WAIT
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


@pytest.mark.django_db
def test_a_day_of_guessing_is_little_more_than_a_hundred_attempts():
    accepted = sum(take(after=second) == NO_WAIT for second in range(0, 86_400, 30))
    assert accepted == 104


@pytest.mark.django_db
def test_so_many_an_hour_and_as_many_in_each_hour_that_follows():
    rule = DelayRule.per_hour(20)
    assert sum(take(rule=rule) == NO_WAIT for _ in range(30)) == 20
    assert take(rule=rule) == dt.timedelta(minutes=3)
    for hour in range(1, 4):
        times = [(hour - 1) * 3600 + second for second in range(10, 3610, 10)]
        assert sum(take(each, rule=rule) == NO_WAIT for each in times) == 20


@pytest.mark.django_db
def test_what_one_limit_refuses_the_other_does_not_count():
    for _ in range(5):
        take()
    strict, wide = Limit(RULE, "test", "lan"), Limit(RULE, "test", "office")
    for _ in range(9):
        assert take_turn(strict, wide, now=NOW).wait
    assert AttemptLevel.objects.filter(level__gt=0).count() == 1


@pytest.mark.django_db
def test_an_attempt_that_is_given_back_leaves_no_wait():
    for _ in range(4):
        take()
    turn = take_turn(Limit(RULE, "test", "lan"), now=NOW)
    give_back(turn)
    assert take() == NO_WAIT
    assert take()


def accepted_at_one_moment(blocker) -> int:
    """Return how many of 50 attempts are accepted that ten connections make at the same moment."""
    waits: list[dt.timedelta] = []
    start = threading.Barrier(10)

    def attempts() -> None:
        start.wait()
        try:
            waits.extend(take(of="fifty") for _ in range(5))
        finally:
            connection.close()

    with blocker.unblock():
        try:
            threads = [threading.Thread(target=attempts) for _ in range(10)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            AttemptLevel.objects.all().delete()
            connection.close()
    assert len(waits) == 50
    return waits.count(NO_WAIT)


def test_of_fifty_attempts_at_one_moment_five_are_accepted(django_db_setup, django_db_blocker):
    assert accepted_at_one_moment(django_db_blocker) == 5


def test_without_the_lock_more_would_be_accepted(django_db_setup, django_db_blocker, monkeypatch):
    def slow_and_unlocked(self, **options):
        return self.annotate(pause=Func(Value(0.05), function="pg_sleep", output_field=TextField()))

    monkeypatch.setattr(QuerySet, "select_for_update", slow_and_unlocked)
    assert accepted_at_one_moment(django_db_blocker) > 5


@pytest.mark.django_db
def test_a_level_is_kept_until_it_has_no_effect():
    for _ in range(6):
        take()
    later = dt.timedelta(seconds=30 + 5 * 900)
    assert forget_levels(now=NOW + later - dt.timedelta(seconds=1)) == 0
    assert forget_levels(now=NOW + later) == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "15 giây"),
        (29.2, "30 giây"),
        (45, "45 giây"),
        (46, "1 phút"),
        (61, "2 phút"),
        (900, "15 phút"),
    ],
)
def test_a_wait_is_told_in_words_and_never_too_short(seconds, words):
    assert format_wait(dt.timedelta(seconds=seconds)) == words
