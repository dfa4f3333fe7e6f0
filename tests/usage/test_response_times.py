"""Times of responses and minutes in service, as they are counted, stored and summed up."""

import asyncio
import datetime as dt
import threading

import pytest
from django.db import OperationalError
from django.utils import timezone

from network.core.response_times import ResponseTimes, TimeClass, _answers
from network.usage.models import ResponseDay
from network.usage.performance import performance_by_day, summed
from network.usage.services import store_response_minute

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)
MORNING = timezone.make_aware(dt.datetime.combine(DAY, dt.time.min))


@pytest.fixture
def times() -> ResponseTimes:
    counted = ResponseTimes()
    counted.write = store_response_minute
    return counted


def minute(number: int) -> dt.datetime:
    return MORNING + dt.timedelta(minutes=number)


def figures(now: dt.datetime):
    return summed(performance_by_day(DAY, DAY, now).values())


def test_responses_are_stored_by_status_and_time_each_once(times):
    for status, seconds in ((200, 0.0004), (200, 0.0005), (304, 0.004), (500, 60.0)):
        times.count(status, seconds)
    times.flush(minute(0))
    times.count(200, 0.0004)
    times.flush(minute(1))
    times.flush(minute(2))
    rows = ResponseDay.objects.order_by("status", "within_ms")
    found = list(rows.values_list("day", "status", "within_ms", "number"))
    assert found == [(DAY, 2, 0.5, 3), (DAY, 3, 5.0, 1), (DAY, 5, None, 1)]


def test_half_and_95_of_100_responses_left_within_the_times_named(times):
    for number, seconds in ((50, 0.001), (44, 0.02), (6, 0.4)):
        for _ in range(number):
            times.count(200, seconds)
    times.flush(minute(0))
    found = figures(minute(1))
    assert (found.responses, found.p50, found.p95) == (100, 1, 500)
    assert found.within(0.94) == 20


def test_a_minute_counts_once_however_many_processes_report_it(times):
    for number in range(10):
        for _process in range(3):
            times.flush(minute(number), is_answering=True)
    found = figures(minute(10))
    assert (found.minutes, found.minutes_up, found.availability) == (10, 10, 100)


def test_a_minute_without_report_or_with_errors_alone_is_out_of_service(times):
    times.flush(minute(0), is_answering=True)
    times.count(503, 0.01)
    times.flush(minute(1), is_answering=True)
    times.count(503, 0.01)
    times.count(200, 0.01)
    times.flush(minute(2), is_answering=True)
    times.flush(minute(3), is_answering=False)
    found = figures(minute(5))
    assert (found.minutes, found.minutes_up, found.errors) == (5, 2, 2)
    # A day without any report is a day out of service.
    later = MORNING + dt.timedelta(days=2)
    both = summed(performance_by_day(DAY, DAY + dt.timedelta(days=1), later).values())
    assert (both.minutes, both.minutes_up) == (2880, 2)


def test_what_the_database_did_not_take_is_written_later(times):
    def away(_minute):
        raise OperationalError

    times.count(200, 0.001)
    times.write = away
    times.flush(minute(0))
    times.write = store_response_minute
    times.flush(minute(1))
    assert ResponseDay.objects.get().number == 1


def test_a_loop_that_hangs_does_not_answer(monkeypatch):
    monkeypatch.setattr("network.core.response_times._PATIENCE_SECONDS", 0.05)
    loop = asyncio.new_event_loop()
    running = threading.Thread(target=loop.run_forever)
    running.start()
    assert _answers(loop)
    free = threading.Event()
    loop.call_soon_threadsafe(free.wait)
    assert not _answers(loop)
    free.set()
    loop.call_soon_threadsafe(loop.stop)
    running.join()
    loop.close()


def test_nothing_of_the_request_is_stored():
    assert [field.name for field in ResponseDay._meta.fields] == [
        *("id", "day", "status", "within_ms", "number")
    ]
    assert TimeClass._fields == ("status", "within_ms")
