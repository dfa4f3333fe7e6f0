"""A clock that ran ahead for a moment delays nothing: due times are brought back each minute."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.retry import RetryStrategy

from aggregator import tasks
from aggregator.models import PortalHost, Source
from aggregator.schedule import LONGEST_ASKED
from network.core.due_times import (
    DUE_TIMES,
    LONGEST_JOB_WAIT,
    bring_back_due_times,
    due_times,
)
from network.core.leases import free
from network.core.spam_guard.counting import has_room, record_attempt
from network.core.spam_guard.delays import DelayRule, Limit, take_turn
from network.core.worker import _RETRY
from tests.factories.sections import make_source

DAY = dt.timedelta(days=1)
JUMP = 40 * DAY
HOUR = dt.timedelta(hours=1)
# What their names make look like due times, each with why nobody waits for it.
NO_DUE_TIMES = {
    "agencies.Act.ends_at": "counts only together with started_at, which then lies in the future",
    "agencies.Invitation.expires_at": "a link is valid longer; an admin can withdraw it",
    "moderation.PreviewLink.expires_at": "a link is valid longer; its owner can revoke it",
    "following.FollowRequest.expires_at": "an unconfirmed request is deleted later",
    "accounts.Session.expire_date": "a session that ends later; accounts limits its age",
    "core.AttemptLevel.until": "when the row is deleted; what delays is `at`",
    "agency_sites.LibraryRulePeriod.until": "when a rule was changed or deleted, written once",
    "stops.PlannedStop.ends_at": "shown and told only; a later end is what its writer announced",
    "stops.PlannedStop.ended_at": "when a stop was over, written once",
    "oversight.Finding.until": "when a finding was answered, written once",
    "moderation.UrgentPublication.due_at": "a legal deadline, a fixed time after publication",
}


@pytest.fixture(autouse=True)
def database(db: None) -> None:
    """Every test writes rows."""


def execute(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_a_source_and_its_job_are_due_again_within_a_minute():
    ahead = timezone.now() + JUMP
    source = make_source(next_fetch_at=ahead + HOUR, fetched_at=ahead, leased_until=ahead)
    tasks.enqueue(source.pk, at=ahead)
    # What happens without the guard: the lock of the waiting job refuses any other, for 40 days.
    assert not tasks.enqueue(source.pk)
    bring_back_due_times()
    assert Source.objects.due(timezone.now()).get() == source
    assert ProcrastinateJob.objects.get().scheduled_at <= timezone.now()


def test_a_fetch_in_the_future_shows_a_jump_that_is_shorter_than_the_longest_wait():
    now = timezone.now()
    ahead = make_source(next_fetch_at=now + DAY + HOUR, fetched_at=now + DAY)
    asked_to_wait = make_source(next_fetch_at=now + LONGEST_ASKED, fetched_at=now - HOUR)
    bring_back_due_times()
    assert Source.objects.get(pk=ahead.pk).next_fetch_at <= timezone.now()
    assert Source.objects.get(pk=asked_to_wait.pk).next_fetch_at == now + LONGEST_ASKED


def test_what_waits_for_its_proper_time_goes_on_waiting():
    now = timezone.now()
    source = make_source(next_fetch_at=now + HOUR, fetched_at=now)
    tasks.enqueue(source.pk, at=now + HOUR / 2)
    PortalHost.objects.create(name="a", next_at=now, leased_until=now + dt.timedelta(seconds=50))
    assert bring_back_due_times() == {}


def test_leases_and_the_turn_at_a_host_end():
    ahead = timezone.now() + JUMP
    PortalHost.objects.create(name="a", next_at=ahead, leased_until=ahead)
    bring_back_due_times()
    now = timezone.now()
    assert PortalHost.objects.filter(free(now), next_at__lte=now).exists()


def test_nobody_is_refused_for_weeks_for_attempts_in_the_future():
    now = timezone.now()
    rule = DelayRule.from_seconds(free=1, first=60, longest=600, recovery=60)
    limit = Limit(rule, "tests", "somebody")
    take_turn(limit, now=now + JUMP)
    for _ in range(2):
        record_attempt(1, purpose="tests", of="somebody", now=now + JUMP)
    assert take_turn(limit, now=now).wait > DAY
    bring_back_due_times()
    assert take_turn(limit, now=timezone.now()).wait <= dt.timedelta(minutes=1)
    assert has_room(1, purpose="tests", of="somebody", now=timezone.now() + HOUR)


def test_a_dead_worker_with_a_heartbeat_from_the_future_keeps_no_lock():
    execute("DELETE FROM procrastinate_workers")
    execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", timezone.now() + JUMP)
    bring_back_due_times()
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(last_heartbeat <= now()) FROM procrastinate_workers")
        assert cursor.fetchone() == (True,)


def test_runs_that_were_queued_in_the_future_happen_again_on_their_day():
    moment = int((timezone.now() + JUMP).timestamp())
    execute(
        "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp) VALUES ('t', %s)",
        moment,
    )
    assert bring_back_due_times() == {"procrastinate_periodic_defers.defer_timestamp": 1}


def test_no_task_asks_for_a_longer_wait_than_its_jobs_may_have():
    strategies = [task.retry_strategy for task in app.tasks.values() if task.retry_strategy]
    for strategy in (*strategies, _RETRY):
        assert isinstance(strategy, RetryStrategy)
        last = (strategy.max_attempts or 0) - 1
        longest = strategy.wait + strategy.linear_wait * last
        longest += strategy.exponential_wait**last if strategy.exponential_wait else 0
        assert dt.timedelta(seconds=longest) < LONGEST_JOB_WAIT


def test_every_due_time_is_declared_or_named_here_with_the_reason():
    declared = {(due.table, due.column) for due in due_times()}
    words = ("next_", "due", "until", "expire", "end", "lease", "claim")
    looks_due = {
        f"{model._meta.label}.{field.name}": (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in ("network", "sites", "aggregator", "legal_updates")
        for field in model._meta.local_fields
        if (isinstance(field, models.DateTimeField) and field.name.startswith(words))
        or (isinstance(field, models.DateTimeField) and field.name.endswith(("_until", "_due")))
    }
    undeclared = {name for name, place in looks_due.items() if place not in declared}
    past = {"agency_sites.EventPage.ends", "agency_sites.MaterialPage.ended_at"}
    assert undeclared - past == NO_DUE_TIMES.keys()


def test_declared_columns_exist():
    for due in (*due_times(), *DUE_TIMES.values()):
        execute(f"SELECT {due.column}, {due.written or '1'} FROM {due.table} LIMIT 0")  # noqa: S608
