"""Many sources in one go: each once, whatever the number of workers."""

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from aggregator import item_services, rounds, services
from aggregator.clusters import candidates
from aggregator.clusters.candidates import decide_alone
from aggregator.drafts import draft_of
from aggregator.models import FetchOutcome, LibraryItem, Source
from aggregator.rounds import refresh_batch, refresh_due
from aggregator.services import RefreshReport, claim_due, force_full_fetch
from legal_updates.models import DocumentDraft, Topic
from network.core.leases import LEASE
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

PATIENCE = 20


def sources_of(portal, count: int) -> list[int]:
    for number in range(count):
        portal.pages[f"/{number}.rss"] = make_feed(entry(number * 2), entry(number * 2 + 1))
    return [make_source(url=f"{portal.url}/{number}.rss").pk for number in range(count)]


def in_threads(*works: Callable[[], Any]) -> list[Any]:
    """Run functions at the same time, each on a database connection of its own."""

    def run(work: Callable[[], Any]) -> Any:
        with contextlib.closing(connection):
            return work()

    with ThreadPoolExecutor(len(works)) as pool:
        running = [pool.submit(run, work) for work in works]
        return [each.result(PATIENCE) for each in running]


def by_source(field: str, reports: list[RefreshReport]) -> dict[int, Any]:
    return {report.source_id: getattr(report, field) for report in reports}


def refresh_all_due() -> list[RefreshReport]:
    reports = []
    while batch := refresh_due(now=timezone.now()):
        reports += batch
    return reports


def test_two_workers_fetch_each_source_once(committed, portal, monkeypatch):
    monkeypatch.setattr(rounds, "BATCH", 2)
    ids = sources_of(portal, 7)
    for outcome in (FetchOutcome.NEW_ITEMS, FetchOutcome.NOT_MODIFIED):
        Source.objects.update(next_fetch_at=timezone.now())
        reports = [each for part in in_threads(refresh_all_due, refresh_all_due) for each in part]
        assert sorted(report.source_id for report in reports) == ids
        assert {report.outcome for report in reports} == {outcome}
    assert LibraryItem.objects.count() == 14
    assert len(portal.asked) == 14
    assert set(Source.objects.values_list("leased_until", flat=True)) == {None}


@pytest.mark.parametrize(("wait", "claimed"), [(True, [2, 2]), (False, [2, 0])])
def test_a_second_worker_waits_and_claims_other_sources(committed, monkeypatch, wait, claimed):
    """Without waiting it would choose the sources that the first is claiming, and get none."""
    for _ in range(4):
        make_source()
    if not wait:
        monkeypatch.setattr(services, "_wait_for_other_claims", lambda: None)
    chosen, go_on = threading.Event(), threading.Event()

    def hold_the_claim() -> list[Source]:
        with transaction.atomic():
            sources = claim_due(size=2, now=timezone.now())
            chosen.set()
            go_on.wait(0.3)
        return sources

    def claim_second() -> list[Source]:
        assert chosen.wait(PATIENCE)
        sources = claim_due(size=2, now=timezone.now())
        go_on.set()
        return sources

    first, second = in_threads(hold_the_claim, claim_second)
    assert [len(first), len(second)] == claimed
    assert not {each.pk for each in first} & {each.pk for each in second}


@pytest.mark.django_db
def test_a_batch_is_fair_between_hosts():
    now = timezone.now()
    waiting = [now - dt.timedelta(minutes=number) for number in range(5)]
    crowd = [make_source(url=f"https://a.vn/{n}", next_fetch_at=waiting[n]) for n in range(1, 5)]
    alone = make_source(url="https://b.vn/tin", next_fetch_at=waiting[0])
    assert [each.pk for each in claim_due(size=3, now=now)] == [
        crowd[3].pk,
        alone.pk,
        crowd[2].pk,
    ]


def test_a_slow_portal_delays_no_other_source_and_keeps_its_lease(committed, portal, monkeypatch):
    monkeypatch.setattr(rounds, "_STORE_AFTER", dt.timedelta(seconds=0.3))
    ids = sources_of(portal, 7)
    Source.objects.filter(pk=ids[0]).update(next_fetch_at=timezone.now() - dt.timedelta(hours=1))
    first, others_stored = threading.Lock(), threading.Event()

    def wait_if_first() -> None:
        if first.acquire(blocking=False):
            others_stored.wait(PATIENCE)

    def look() -> tuple[int, set[int], bool]:
        while Source.objects.filter(fetched_at=None).count() > 1:
            time.sleep(0.02)
        leased = Source.objects.exclude(leased_until=None)
        renewed = now + LEASE
        while not leased.filter(leased_until__gt=renewed).exists():
            time.sleep(0.02)
        slow = set(leased.values_list("pk", flat=True))
        stored = LibraryItem.objects.count()
        others_stored.set()
        return stored, len(slow)

    portal.before = wait_if_first
    now = timezone.now()
    reports, (stored, slow) = in_threads(lambda: refresh_due(now=now), look)
    assert (stored, slow) == (12, 1)
    assert [report.counts.new for report in reports] == [2] * 7


@pytest.mark.django_db
def test_of_one_host_a_batch_fetches_one_source_and_puts_the_others_back(portal, settings):
    settings.AGGREGATOR_HOST_PAUSE_SECONDS = 2.0
    ids, now = sources_of(portal, 3), timezone.now()
    reports = {report.source_id: report for report in refresh_due(now=now)}
    assert [bool(reports[pk].outcome) for pk in ids] == [True, False, False]
    again = reports[ids[1]].retry_at
    assert now + dt.timedelta(seconds=2) <= again <= now + dt.timedelta(seconds=4)
    back = Source.objects.filter(pk__in=ids[1:])
    assert set(back.values_list("next_fetch_at", "leased_until")) == {(again, None)}


@pytest.mark.django_db
def test_what_brings_nothing_is_written_down_by_few_statements(portal):
    ids = sources_of(portal, 6)
    refresh_batch(ids, now=timezone.now())
    before, jobs = timezone.now(), ProcrastinateJob.objects.count()
    with CaptureQueriesContext(connection) as queries:
        reports = refresh_batch(ids, now=timezone.now())
    assert {report.outcome for report in reports} == {FetchOutcome.NOT_MODIFIED}
    assert len(queries) <= 9
    assert Source.objects.filter(succeeded_at__gt=before, next_fetch_at__gt=before).count() == 6
    assert ProcrastinateJob.objects.count() == jobs


@pytest.mark.django_db
def test_a_source_that_another_worker_has_is_left_alone(portal):
    ids = sources_of(portal, 3)
    busy = timezone.now() + dt.timedelta(minutes=1)
    Source.objects.filter(pk=ids[1]).update(leased_until=busy)
    outcomes = {
        report.source_id: report.outcome for report in refresh_batch(ids, now=timezone.now())
    }
    assert outcomes == {ids[0]: "new_items", ids[1]: None, ids[2]: "new_items"}
    assert Source.objects.get(pk=ids[1]).leased_until == busy


def test_an_answer_that_comes_after_the_claim_was_taken_away_is_dropped(committed, portal):
    def take_away() -> None:
        Source.objects.update(leased_until=None)
        connection.close()

    ids = sources_of(portal, 1)
    refresh_batch(ids, now=timezone.now())
    portal.before = take_away
    reports = {report.source_id: report for report in refresh_batch(ids, now=timezone.now())}
    assert reports[ids[0]].detail == "lease_lost"


def cards() -> list[tuple]:
    """Each item by its link: the card it stands on, why, its state and its topics."""
    items = LibraryItem.objects.select_related("duplicate_of")
    return sorted(
        (
            each.link,
            each.duplicate_of.link if each.duplicate_of else "",
            each.joined_by,
            each.status,
            sorted(each.topics.values_list("slug", flat=True)),
        )
        for each in items
    )


@pytest.mark.django_db
def test_stored_together_it_is_as_if_one_came_after_the_other(portal):
    """One decree by number and one piece of news by link, from the press to the gazette."""
    names = ["Báo Gia Lai", "Sở Tư pháp", "Công báo tỉnh", "Báo Nhân Dân"]
    ids = []
    for number, name in enumerate(names):
        decree = entry(7, link=f"https://host-{number}.example.vn/7", guid=f"7-{number}")
        news = entry(9, title="Tin chung", guid=f"9-{number}", description=f"Lần {number}.")
        portal.pages[f"/{number}.rss"] = make_feed(decree, news, entry(20 + number))
        source = make_source(name, url=f"{portal.url}/{number}.rss", trusted=number > 1)
        source.topics.add(Topic.objects.order_by("pk")[number])
        ids.append(source.pk)
    together = {
        report.source_id: report.counts for report in refresh_batch(ids, now=timezone.now())
    }
    cards_together = cards()
    LibraryItem.objects.all().delete()
    for pk in ids:
        force_full_fetch(source=Source.objects.get(pk=pk), now=timezone.now())
    alone = {pk: refresh_batch([pk], now=timezone.now())[0].counts for pk in ids}
    assert (together, cards_together) == (alone, cards())
    assert sum(not card for _, card, *_ in cards_together) == 6
    assert [together[pk].duplicate for pk in ids] == [0, 1, 1, 1]


@pytest.mark.django_db
def test_what_we_stumble_over_spoils_none_of_the_others(portal, monkeypatch):
    def stumble(arrival, decision, **about):
        if arrival.source.pk == ids[1]:
            raise ValueError("an entry that nobody thought of")
        return draft_of(arrival, decision, **about)

    ids = sources_of(portal, 3)
    monkeypatch.setattr(item_services, "draft_of", stumble)
    outcomes = {
        report.source_id: report.outcome for report in refresh_batch(ids, now=timezone.now())
    }
    assert outcomes == {ids[0]: "new_items", ids[1]: "fault", ids[2]: "new_items"}
    assert LibraryItem.objects.count() == 4
    assert not Source.objects.exclude(leased_until=None)


@pytest.mark.django_db
def test_the_number_of_sources_costs_no_statements_to_store(portal):
    costs = []
    for count in (2, 9):
        Source.objects.update(url=Concat("url", Value("?")))
        ids = sources_of(portal, count)
        with CaptureQueriesContext(connection) as queries:
            assert all(report.counts.new for report in refresh_batch(ids, now=timezone.now()))
        costs.append(len(queries))
        LibraryItem.objects.all().delete()
        DocumentDraft.objects.all().delete()
    assert costs[0] == costs[1]


@pytest.mark.real_clock
def test_who_stands_still_in_his_turn_to_decide_loses_it(committed, monkeypatch):
    taken, go_on = threading.Event(), threading.Event()

    def stand_still() -> None:
        with contextlib.closing(connection), transaction.atomic(), monkeypatch.context() as short:
            short.setattr(candidates, "_LOCK_TIMEOUT", "50ms")
            decide_alone()
            taken.set()
            go_on.wait(PATIENCE)
            Source.objects.exists()

    with ThreadPoolExecutor(1) as pool:
        standing = pool.submit(stand_still)
        assert taken.wait(PATIENCE)
        with transaction.atomic():
            decide_alone()
        go_on.set()
        assert isinstance(standing.exception(PATIENCE), DatabaseError)
