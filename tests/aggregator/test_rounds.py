"""Many sources in one go: each once, whatever the number of processes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from aggregator import rounds
from aggregator.models import LibraryItem, Outcome, Source
from aggregator.rounds import refresh_all, refresh_batch
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source


def sources_of(portal, count: int) -> list[int]:
    for number in range(count):
        portal.pages[f"/{number}.rss"] = make_feed(entry(number * 2), entry(number * 2 + 1))
    return [make_source(url=f"{portal.url}/{number}.rss").pk for number in range(count)]


def test_several_processes_fetch_each_source_once(committed, portal):
    ids = sources_of(portal, 7)
    for outcome in (Outcome.NEW_ITEMS, Outcome.NOT_MODIFIED):
        reports = list(refresh_all(source_ids=ids, workers=2))
        assert sorted(report.source_id for report in reports) == ids
        assert {report.outcome for report in reports} == {outcome}
    assert LibraryItem.objects.count() == 14
    assert len(portal.asked) == 14
    assert set(Source.objects.values_list("leased_until", flat=True)) == {None}


@pytest.mark.django_db
def test_what_brings_nothing_is_written_down_by_few_statements(portal):
    ids = sources_of(portal, 6)
    refresh_batch(ids, False)
    before, jobs = timezone.now(), ProcrastinateJob.objects.count()
    with CaptureQueriesContext(connection) as queries:
        reports = refresh_batch(ids, False)
    assert {report.outcome for report in reports} == {Outcome.NOT_MODIFIED}
    assert len(queries) <= 8
    assert Source.objects.filter(succeeded_at__gt=before, next_fetch_at__gt=before).count() == 6
    assert ProcrastinateJob.objects.count() == jobs


@pytest.mark.django_db
def test_a_source_that_another_worker_has_is_left_alone(portal):
    ids = sources_of(portal, 3)
    busy = timezone.now() + dt.timedelta(minutes=1)
    Source.objects.filter(pk=ids[1]).update(leased_until=busy)
    outcomes = {report.source_id: report.outcome for report in refresh_batch(ids, False)}
    assert outcomes == {ids[0]: "new_items", ids[1]: None, ids[2]: "new_items"}
    assert Source.objects.get(pk=ids[1]).leased_until == busy


def test_an_answer_that_comes_after_the_claim_was_taken_away_is_dropped(committed, portal):
    def take_away() -> None:
        Source.objects.update(leased_until=None)
        connection.close()

    ids = sources_of(portal, 1)
    refresh_batch(ids, False)
    portal.before = take_away
    reports = {report.source_id: report for report in refresh_batch(ids, False)}
    assert reports[ids[0]].detail == "lease_lost"


@pytest.mark.django_db
def test_what_a_slow_portal_leaves_no_time_for_is_put_back(portal, monkeypatch):
    ids = sources_of(portal, 3)
    monkeypatch.setattr(rounds, "_PATIENCE", dt.timedelta(seconds=-1))
    reports = refresh_batch(ids, False)
    assert all(report.outcome is None and report.retry_at for report in reports)
    assert portal.asked == []
    assert Source.objects.filter(leased_until=None).count() == 3
