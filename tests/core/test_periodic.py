"""Periodic tasks go on when the clock of the machine jumps."""

import pytest
from procrastinate import App
from procrastinate.periodic import PeriodicDeferrer
from procrastinate.testing import InMemoryConnector

from network.core.periodic import SteadyDeferrer

MINUTE, DAY = 60, 86_400
NOON = 1_796_040_000 // DAY * DAY + DAY // 2


def runs(kind: type[PeriodicDeferrer], *moments: float) -> list[tuple[str, int]]:
    """Return which tasks are queued for which second when the clock shows the moments in turn."""
    app = App(connector=InMemoryConnector())
    app.periodic(cron="* * * * *")(app.task(name="minutely")(print))
    app.periodic(cron="55 11 * * *")(app.task(name="daily")(print))
    deferrer = kind(registry=app.periodic_registry)
    return [
        (periodic.task.name, moment - NOON)
        for now in moments
        for periodic, moment in deferrer.get_previous_tasks(at=now)
    ]


def test_as_long_as_the_clock_goes_each_moment_is_queued_once():
    found = runs(SteadyDeferrer, NOON + 0.5, NOON + 60.5, NOON + 60.7, NOON + 120.5)
    assert found == [("minutely", 0), ("daily", -300), ("minutely", 60), ("minutely", 120)]


def test_after_a_jump_ahead_each_task_is_queued_once():
    jumped = NOON + 40 * DAY + 0.5
    found = runs(SteadyDeferrer, NOON + 1000.5, jumped)
    assert found[-2:] == [("minutely", 40 * DAY), ("daily", 40 * DAY - 300)]
    assert len(found) == 3
    # Procrastinate's own queues every minute of the forty days.
    assert len(runs(PeriodicDeferrer, NOON + 1000.5, NOON + DAY + 0.5)) > 1400


@pytest.mark.parametrize(("kind", "goes_on"), [(SteadyDeferrer, True), (PeriodicDeferrer, False)])
def test_after_a_jump_back_the_minutes_go_on(kind, goes_on):
    found = runs(kind, NOON + 40 * DAY + 0.5, NOON + 0.5, NOON + 60.5)
    assert (("minutely", 60) in found) is goes_on
