"""Status over time: pure, over many dates."""

import datetime as dt
import itertools
import random

import pytest

from legal_updates.models.choices import Validity
from legal_updates.models.lifetime import DateWarning, date_warnings, validity_on

DAY = dt.timedelta(days=1)
FIRST = dt.date(2024, 1, 1)
STAYING = (Validity.UNDETERMINED, Validity.OBSOLETE, Validity.EXPIRED)


def lives(seed: int):
    """Yield (validity, first day, last day) of many made-up documents; days may be missing."""
    chance = random.Random(seed)  # noqa: S311
    for validity in itertools.islice(itertools.cycle(Validity), 700):
        days = [
            FIRST + chance.randrange(0, 800) * DAY if chance.random() < 0.8 else None
            for _ in range(2)
        ]
        yield validity, *days


def path_of(validity, first, last, length=900):
    for number in range(0, length, 3):
        day = FIRST - 30 * DAY + number * DAY
        yield day, validity_on(validity, effective_on=first, expires_on=last, day=day)


@pytest.mark.parametrize("seed", range(5))
def test_a_life_goes_forward_only(seed):
    order = {Validity.NOT_YET: 0, Validity.IN_FORCE: 1, Validity.EXPIRED: 2}
    for validity, first, last in lives(seed):
        states = [state for _, state in path_of(validity, first, last)]
        if validity in STAYING:
            assert set(states) == {validity}
        steps = [order[state] for state in states if state in order]
        assert steps == sorted(steps), (validity, first, last)


@pytest.mark.parametrize("seed", range(5))
def test_the_last_day_and_the_first_day_are_sharp(seed):
    for validity, first, last in lives(seed):
        for day, state in path_of(validity, first, last):
            if validity in STAYING:
                continue
            assert (state is Validity.EXPIRED) == bool(last and last <= day)
            if validity is Validity.NOT_YET and state is not Validity.EXPIRED:
                assert (state is Validity.IN_FORCE) == bool(first and first <= day)


@pytest.mark.parametrize("seed", range(5))
def test_going_day_by_day_ends_where_one_jump_ends(seed):
    for validity, first, last in lives(seed):
        state = validity
        for day, jumped in path_of(validity, first, last):
            state = validity_on(state, effective_on=first, expires_on=last, day=day)
            assert state is jumped


def test_a_validity_is_never_guessed_from_dates():
    for day in (FIRST - DAY, FIRST, FIRST + 400 * DAY):
        assert (
            validity_on("undetermined", effective_on=FIRST, expires_on=FIRST + DAY, day=day)
            is Validity.UNDETERMINED
        )


def warned(**given):
    facts = {
        "number": "100/2019/NĐ-CP",
        "issued_on": dt.date(2019, 12, 30),
        "effective_on": dt.date(2020, 1, 1),
        "expires_on": None,
        "gazette_on": None,
        "validity": "in_force",
        "day": dt.date(2026, 11, 25),
    }
    return date_warnings(**facts | given)


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        ({}, None),
        ({"effective_on": dt.date(2019, 12, 30)}, None),
        ({"issued_on": None, "effective_on": None}, None),
        ({"number": "10/QĐ-UBND"}, None),
        ({"issued_on": dt.date(1913, 5, 1), "number": "1/NĐ"}, DateWarning.BEFORE_THE_STATE),
        ({"day": dt.date(2019, 12, 29), "validity": "not_yet"}, DateWarning.ISSUED_LATER),
        ({"number": "100/2018/NĐ-CP"}, DateWarning.OTHER_YEAR),
        ({"effective_on": dt.date(2019, 12, 29)}, DateWarning.EFFECT_BEFORE_ISSUE),
        ({"expires_on": dt.date(2019, 12, 31), "validity": "expired"}, "expiry_before_effect"),
        ({"gazette_on": dt.date(2019, 12, 1)}, DateWarning.GAZETTE_BEFORE_ISSUE),
        ({"expires_on": dt.date(2026, 11, 25)}, DateWarning.OVER_BUT_IN_FORCE),
        ({"effective_on": dt.date(2026, 11, 26)}, DateWarning.IN_FORCE_TOO_EARLY),
    ],
)
def test_dates_that_do_not_fit_are_named(given, warning):
    assert warned(**given) == ([warning] if warning else [])
