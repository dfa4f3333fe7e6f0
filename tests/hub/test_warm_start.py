"""A web process that starts beside others makes the pages first, and lets visitors in then."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction

from network.core.freshness.listening import APPLICATION_NAME, primary_address
from network.core.freshness.warming import LOCK, others_serve
from tests.drill.servers import WebProcess
from tests.factories.owning import owning
from tests.factories.servers import surroundings, web_processes

VISITOR = {"Host": "localhost"}
WARM = {"WARM_SECONDS": "60", "BASE_URL": "http://localhost"}
HELD = "SELECT pg_advisory_lock(%s)"
WAITING = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
TABLE = "agency_sites_articlepage"


def shown_by_a_new_process(network, **environment: str) -> str:
    """Start a web process, then change a title so that nobody is notified; return what it shows.

    The former title is in what was made before the first request.
    """
    with web_processes(1, **environment) as (web,):
        with transaction.atomic(), owning(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "UPDATE wagtailcore_page SET title = 'Đổi sau khi khởi động' WHERE id = %s",
                [network.articles[0].pk],
            )
        try:
            return web.get(network.articles[0].url, **VISITOR).text
        finally:
            network.articles[0].save()


def test_a_new_process_has_made_the_pages_before_the_first_visitor_comes(network):
    assert "Đổi sau khi khởi động" not in shown_by_a_new_process(network, **WARM)


def test_without_warming_the_first_visitor_waits_for_the_page(network):
    assert "Đổi sau khi khởi động" in shown_by_a_new_process(network)


def test_what_was_made_in_advance_is_dropped_by_a_change(network):
    with web_processes(1, **WARM) as (web,):
        article = network.articles[1]
        assert article.title in web.get(article.url, **VISITOR).text
        article.title = "Tên mới của bài"
        article.save()
        deadline = time.monotonic() + 30
        while "Tên mới của bài" not in web.get(article.url, **VISITOR).text:
            assert time.monotonic() < deadline


def test_while_another_process_makes_pages_a_new_one_opens_at_once(network):
    with psycopg.connect(**primary_address(), autocommit=True) as warming:
        warming.execute(HELD, [LOCK])
        assert "Đổi sau khi khởi động" in shown_by_a_new_process(network, **WARM)


@contextmanager
def listeners(number: int) -> Iterator[None]:
    connections = [
        psycopg.connect(**primary_address(), application_name=APPLICATION_NAME)
        for _ in range(number)
    ]
    try:
        yield
    finally:
        for each in connections:
            each.close()


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "served"), [(1, False), (2, True)])
def test_a_process_that_is_alone_opens_at_once(number, served):
    with listeners(number), others_serve() as is_served:
        assert is_served is served


def test_the_proxy_finds_no_process_that_still_makes_pages(network, roomy_folder):
    place = roomy_folder / "web1.sock"
    with transaction.atomic(), connection.cursor() as cursor:
        # Nothing of an article can be read until the end of the block.
        cursor.execute(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
        web = WebProcess(place, surroundings() | WARM, roomy_folder / "log")
        try:
            wait_until_somebody_waits_for(cursor)
            assert not is_found(place)
        except BaseException:
            web.kill()
            raise
    try:
        web.wait()
        assert is_found(place)
    finally:
        web.stop()


def wait_until_somebody_waits_for(cursor) -> None:
    deadline = time.monotonic() + 60
    while True:
        cursor.execute(WAITING, [TABLE])
        if cursor.fetchone():
            return
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_found(place: Path) -> bool:
    """Return whether a proxy would send a visitor there."""
    with closing(socket.socket(socket.AF_UNIX)) as asking:
        try:
            asking.connect(str(place))
        except OSError:
            return False
        return True
