"""One worker has a row to itself, and nobody waits longer than a minute for a dead one."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from aggregator.models import PortalHost
from network.core.leases import LEASE, claim, give_back, held, renew

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SECOND = dt.timedelta(seconds=1)
HOSTS = PortalHost.objects.order_by("name")


@pytest.fixture(autouse=True)
def hosts() -> None:
    PortalHost.objects.bulk_create(PortalHost(name=name, next_at=NOW) for name in "abc")


def names(rows) -> str:
    return "".join(sorted(row.name for row in rows))


def test_a_row_is_had_by_one_at_a_time_until_it_is_given_back():
    (a,) = claim(HOSTS.filter(name="a"), now=NOW)
    assert names(claim(HOSTS.all(), now=NOW)) == "bc"
    assert give_back(a, next_at=NOW + SECOND)
    (again,) = claim(HOSTS.all(), now=NOW)
    assert (again.name, again.next_at) == ("a", NOW + SECOND)


def test_a_dead_workers_rows_are_free_within_a_minute():
    assert dt.timedelta(0) < LEASE <= dt.timedelta(seconds=60)
    dead = claim(HOSTS.all(), now=NOW)
    assert claim(HOSTS.all(), now=NOW + LEASE - SECOND) == []
    assert names(claim(HOSTS.all(), now=NOW + LEASE)) == "abc"
    # Who was taken for dead and lives changes nothing any more.
    assert not any(give_back(row, next_at=NOW + SECOND) for row in dead)
    assert not HOSTS.filter(next_at__gt=NOW).exists()


def test_who_renews_in_time_keeps_them_and_gets_back_none_that_was_lost():
    rows = claim(HOSTS.all(), now=NOW)
    PortalHost.objects.filter(name="b").update(leased_until=NOW + 9 * LEASE)
    renew(rows, now=NOW + 30 * SECOND)
    assert names(held(rows)) == "ac"
    assert names(claim(HOSTS.all(), now=NOW + LEASE + SECOND)) == ""
    assert names(claim(HOSTS.all(), now=NOW + LEASE + 31 * SECOND)) == "ac"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_each_gets_what_the_other_has_not():
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
