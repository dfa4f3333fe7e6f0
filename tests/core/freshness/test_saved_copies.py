"""While the database is away visitors read the pages that were valid, with a line that says so."""

from contextlib import suppress
from select import select

import psycopg
import pytest
from django.http import HttpRequest, HttpResponse

from network.core.freshness import listening, middleware
from network.core.freshness.dependencies import depends_on
from network.core.freshness.keeping import kept
from network.core.freshness.listening import CHANNEL, Listener
from network.core.freshness.middleware import (
    VisitorCacheMiddleware,
    cached_response,
    for_visitors,
)
from network.core.freshness.store import Store

HTML = "<html><body class='a'><main>Nội dung</main></body></html>"
LINE = "Bản lưu lúc"
HOURS = 3600.0


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(monkeypatch, clock):
    store = Store(clock=clock)
    store.max_bytes, store.saved_seconds = 100_000, 24 * HOURS
    store.open()
    monkeypatch.setattr(middleware, "STORE", store)
    monkeypatch.setattr("network.core.freshness.keeping.STORE", store)
    return store


@pytest.fixture
def ask(rf, store):
    """Ask the loop of the web server, which makes no page."""

    def asked(path: str, method: str = "GET", **headers: str) -> HttpResponse | None:
        return cached_response(rf.generic(method, path, **headers).environ)

    return asked


@pytest.fixture
def show(rf, store):
    """Make a page for the first visitor, so that it is cached."""

    def view(request) -> HttpResponse:
        depends_on(request.path)
        kept("part", lambda: "a part of many pages")
        is_feed = request.path.endswith(".xml")
        body, kind = ("<feed/>", "application/xml") if is_feed else (HTML, "text/html")
        return HttpResponse(body, content_type=kind, headers={"Content-Length": str(len(body))})

    pages = VisitorCacheMiddleware(for_visitors(view))

    def shown(*paths: str) -> None:
        for path in paths:
            assert pages(rf.get(path)).status_code == 200

    return shown


def test_a_cached_page_is_shown_for_hours_with_the_time_of_the_loss(store, clock, ask, show):
    show("/a/")
    store.lose()
    clock.now += 23 * HOURS
    store.lose()
    response = ask("/a/")
    text = response.content.decode()
    assert text.index("<body class='a'>") < text.index(LINE) < text.index("Nội dung")
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_a_copy_that_is_too_old_is_not_shown(store, clock, ask, show):
    show("/a/")
    store.lose()
    clock.now += 24 * HOURS
    store.lose()
    assert ask("/a/") is None


def test_who_brings_a_cookie_reads_the_copy_too_and_a_click_is_not_counted(store, ask, show):
    show("/a/")
    assert ask("/a/", HTTP_COOKIE="csrftoken=b") is None
    store.lose()
    assert LINE in ask("/a/", HTTP_COOKIE="csrftoken=b").content.decode()
    assert LINE in ask("/a/?fbclid=7", HTTP_COOKIE="csrftoken=b").content.decode()


def test_a_feed_stays_as_it_is(store, ask, show):
    show("/tin.xml")
    store.lose()
    assert ask("/tin.xml").content == b"<feed/>"


@pytest.mark.parametrize(
    ("path", "method", "host"),
    [("/b/", "GET", "testserver"), ("/a/", "POST", "testserver"), ("/a/", "GET", "la.example")],
)
def test_what_was_not_cached_a_write_and_a_strange_host_go_on_to_django(
    store, ask, show, path, method, host
):
    show("/a/")
    store.lose()
    assert ask(path, method, HTTP_HOST=host) is None


def test_a_page_withdrawn_before_the_loss_does_not_come_back(store, ask, show):
    show("/a/", "/b/")
    store.drop("/a/")
    store.lose()
    assert (ask("/a/"), ask("/b/").status_code) == (None, 200)


def test_copies_are_forgotten_at_once_when_the_database_is_back(store, ask, show):
    show("/a/")
    store.lose()
    store.close()
    assert ask("/a/") is None
    store.open()
    assert ask("/a/") is None


def test_nothing_is_stored_while_the_database_is_away(store, ask, show):
    store.lose()
    show("/a/")
    store.lose()
    assert (ask("/a/"), store.size) == (None, 0)


def test_a_page_whose_day_was_over_is_saved_all_the_same(store, clock, ask, show):
    show("/a/")
    clock.now += 25 * HOURS
    store.lose()
    assert LINE in ask("/a/").content.decode()


@pytest.fixture
def address(db):
    return listening.connection_address("default")


def failure(address) -> psycopg.Error:
    with pytest.raises(psycopg.Error) as raised:
        psycopg.connect(**address)
    return raised.value


def test_a_server_that_is_gone_leaves_copies(store, ask, show, address):
    show("/a/")
    gone = address | {"host": "/nonexistent"}
    Listener(store)._lose(failure(gone), gone)
    assert ask("/a/") is not None


def test_a_server_that_refuses_this_process_alone_leaves_none(store, ask, show, address):
    show("/a/")
    refused = address | {"dbname": "no_such_database"}
    Listener(store)._lose(failure(refused), refused)
    assert ask("/a/") is None


def follow_until_ended(store: Store, address, page: HttpRequest) -> None:
    """Let a page be withdrawn and the connection end while a listener asks its server."""
    listener = Listener(store)
    follows = listening._listen_at(address)

    def end(current: psycopg.Connection) -> None:
        store.open()
        VisitorCacheMiddleware(for_visitors(dependent))(page)
        with psycopg.connect(**address, autocommit=True) as other:
            other.execute("SELECT pg_notify(%s, %s)", [CHANNEL, page.path])
            # On the line before the connection ends: a server may be ended before it has sent it.
            assert select([current], [], [], 10)[0]
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [current.info.backend_pid])
        current.execute("SELECT 1")

    listener._listen = end
    with suppress(psycopg.Error), follows:
        listener._follow(follows)
    store.lose()


def dependent(request) -> HttpResponse:
    depends_on(request.path)
    return HttpResponse(HTML, content_type="text/html")


def test_what_was_notified_just_before_the_end_is_no_copy(store, ask, address, rf):
    follow_until_ended(store, address, rf.get("/a/"))
    assert ask("/a/") is None


def test_without_the_last_notifications_a_withdrawn_page_would_come_back(
    store, ask, address, rf, monkeypatch
):
    monkeypatch.setattr(psycopg.Connection, "notifies", lambda self, timeout: iter(()))
    follow_until_ended(store, address, rf.get("/a/"))
    assert LINE in ask("/a/").content.decode()
