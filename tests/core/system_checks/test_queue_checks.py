"""Due jobs that wait too long for their kind, and failed ones, are found."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from network.core.queues import LANES
from network.core.system_checks.findings import Level
from network.core.system_checks.queue_checks import check_queues
from network.monitoring.failed_jobs.checks import check_failed_jobs
from network.settings.monitoring import QUEUE_WAIT_MINUTES

pytestmark = pytest.mark.django_db


def queue_job(queue: str, *, minutes: int, status: str = "todo") -> None:
    """Add a job that was due so many minutes ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)"
            " VALUES (%s, 'x', '{}', %s::procrastinate_job_status, now() - %s)",
            [queue, status, dt.timedelta(minutes=minutes)],
        )


def level() -> Level:
    return check_queues(timezone.now()).level


def test_nothing_waits():
    finding = check_queues(timezone.now())
    assert (finding.level, finding.value) == (Level.GOOD, "0, lâu nhất 0 giây")


def test_each_kind_of_work_may_wait_for_its_own_time():
    queue_job("rendering", minutes=60)
    queue_job("mail", minutes=30)
    queue_job("urgent", minutes=-60)
    assert level() == Level.GOOD
    queue_job("urgent", minutes=6)
    finding = check_queues(timezone.now())
    assert finding.level == Level.WARNING
    assert "“đăng bài và tìm kiếm”" in finding.what
    assert finding.figures["rendering_waiting"] == 1
    assert 3600 <= finding.figures["rendering_oldest_seconds"] < 3660
    queue_job("urgent", minutes=16)
    assert level() == Level.FAILING


def test_a_job_without_a_time_of_its_own_waits_since_it_was_queued():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('urgent', 'x', '{}') RETURNING id"
        )
        (job_id,) = cursor.fetchone()
        assert level() == Level.GOOD
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '20 minutes' WHERE job_id = %s",
            [job_id],
        )
    assert level() == Level.FAILING


def test_failed_jobs_want_somebody():
    assert check_failed_jobs(timezone.now()).level == Level.GOOD
    queue_job("default", minutes=60, status="failed")
    finding = check_failed_jobs(timezone.now())
    assert (finding.level, finding.value) == (Level.WARNING, "1")


def test_every_lane_has_its_limits():
    assert set(QUEUE_WAIT_MINUTES) == {lane.queue for lane in LANES}
