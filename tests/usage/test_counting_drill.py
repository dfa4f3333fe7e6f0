"""Real web processes: 10,000 views of cached pages are 10,000, also when the processes end, and the
time of each response that is no file is counted."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import pytest
from django.db.models import Sum

from network.settings import base
from network.usage.models import AgencyViews, ResponseDay, ViewDay
from tests.factories.sections import make_article, make_section
from tests.factories.servers import copied_database, web_processes

pytestmark = [pytest.mark.drill, pytest.mark.real_clock]
WRITTEN_SECONDS, PATIENCE = 2, 10
READERS, PER_READER = 8, 1250
PAGES = 40
# What a killed process may lose.
MOST_LOST_SECONDS = 60


def read(port: int, path: str, times: int) -> None:
    """Ask for a page again and again, over one connection."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(times):
        asking.request("GET", path, headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})
        answer = asking.getresponse()
        assert answer.status == 200
        answer.read()
    asking.close()


def views() -> int:
    return ViewDay.objects.aggregate(sum=Sum("views"))["sum"] or 0


def read_until_stored(port: int, path: str, times: int) -> int:
    """Read a page so often, wait for the rows, and return the number of views in them."""
    read(port, path, times)
    deadline = time.monotonic() + PATIENCE
    while views() < times and time.monotonic() < deadline:
        time.sleep(0.1)
    return views()


def test_no_view_is_lost(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), copied_database():
        path = make_article(make_section()).url
        with web_processes(2, VIEWS_WRITTEN_SECONDS=str(WRITTEN_SECONDS)) as webs:
            ports = [web.port for web in webs] * (READERS // 2)
            with ThreadPoolExecutor(READERS) as readers:
                list(readers.map(read, ports, repeat(path), repeat(PER_READER)))
            deadline = time.monotonic() + PATIENCE
            while views() < READERS * PER_READER and time.monotonic() < deadline:
                time.sleep(0.1)
            # Written while the processes run: whoever kills them now loses none of these.
            assert views() == READERS * PER_READER
            for web in webs:
                read(web.port, path, 7)
        # What was only in memory is written when a process ends.
        assert views() == READERS * PER_READER + 14
        assert AgencyViews.objects.get(views__gt=0).views == views()


@pytest.mark.parametrize(("seconds", "stored"), [(WRITTEN_SECONDS, 200), (3600, 0)])
def test_kill_9_loses_the_views_since_the_last_batch(
    django_db_setup, django_db_blocker, seconds, stored
):
    """A batch an hour would lose all of them."""
    with django_db_blocker.unblock(), copied_database():
        path = make_article(make_section()).url
        with web_processes(1, VIEWS_WRITTEN_SECONDS=str(seconds)) as (web,):
            assert read_until_stored(web.port, path, 200) == stored
            read(web.port, path, 7)
            web.kill_workers()
        assert stored <= views() <= stored + 7
    assert base.VIEWS_WRITTEN_SECONDS <= MOST_LOST_SECONDS


def test_the_time_of_each_response_is_counted_but_of_files(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), copied_database():
        path = make_article(make_section()).url
        with web_processes(1, VIEWS_WRITTEN_SECONDS=str(WRITTEN_SECONDS)) as (web,):
            read(web.port, path, PAGES)
            read(web.port, "/static/core/mark.svg", 5 * PAGES)
        # The server was also asked whether it has started.
        counted = ResponseDay.objects.aggregate(sum=Sum("number"))["sum"] or 0
        assert PAGES <= counted < 2 * PAGES
