"""One worker has a row to itself, and nobody waits longer than a minute for a dead one."""

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from aggregator.models import PortalHost
from network.core.leases import LEASE, claim, held, release, renew

NOW = timezone.now()
SECOND = dt.timedelta(seconds=1)
HOSTS = PortalHost.objects.order_by("name")


def make_hosts() -> None:
    PortalHost.objects.bulk_create(PortalHost(name=name, next_at=NOW) for name in "abc")


@pytest.fixture
def hosts(db: None) -> None:
    make_hosts()


@pytest.fixture
def committed_hosts(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Hosts that other connections see; they go again afterwards."""
    with django_db_blocker.unblock():
        make_hosts()
        yield
        PortalHost.objects.all().delete()
        connection.close()


def names(rows) -> str:
    return "".join(sorted(row.name for row in rows))


def test_a_row_is_had_by_one_at_a_time_until_it_is_given_back(hosts):
    (a,) = claim(HOSTS.filter(name="a"), now=NOW)
    assert names(claim(HOSTS.all(), now=NOW)) == "bc"
    assert release(a, next_at=NOW + SECOND)
    (again,) = claim(HOSTS.all(), now=NOW)
    assert (again.name, again.next_at) == ("a", NOW + SECOND)


def test_a_dead_workers_rows_are_free_within_a_minute(hosts):
    assert dt.timedelta(0) < LEASE <= dt.timedelta(seconds=60)
    dead = claim(HOSTS.all(), now=NOW)
    assert claim(HOSTS.all(), now=NOW + LEASE - SECOND) == []
    assert names(claim(HOSTS.all(), now=NOW + LEASE)) == "abc"
    # Who was taken for dead and lives changes nothing any more.
    assert not any(release(row, next_at=NOW + SECOND) for row in dead)
    assert not HOSTS.filter(next_at__gt=NOW).exists()


def test_who_renews_in_time_keeps_them_and_gets_back_none_that_was_lost(hosts):
    rows = claim(HOSTS.all(), now=NOW)
    PortalHost.objects.filter(name="b").update(leased_until=NOW + 9 * LEASE)
    renew(rows, now=NOW + 30 * SECOND)
    assert names(held(rows)) == "ac"
    assert names(claim(HOSTS.all(), now=NOW + LEASE + SECOND)) == ""
    assert names(claim(HOSTS.all(), now=NOW + LEASE + 31 * SECOND)) == "ac"


def test_of_two_who_claim_at_once_each_gets_what_the_other_has_not(committed_hosts):
    inside, go_on = threading.Event(), threading.Event()

    def first() -> str:
        with transaction.atomic():
            rows = claim(HOSTS.filter(name__in="ab"), now=NOW)
            inside.set()
            go_on.wait(20)
        connection.close()
        return names(rows)

    with ThreadPoolExecutor(1) as pool:
        claiming = pool.submit(first)
        assert inside.wait(20)
        # It waits for nobody.
        second = names(claim(HOSTS.all(), now=NOW))
        go_on.set()
        assert (claiming.result(20), second) == ("ab", "c")
