"""What a change has dropped is made anew beside the visitors, who go on reading what was."""

import time
from threading import Event

import pytest
from django.http import HttpResponse

from network.core.freshness import middleware, remaking
from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import VisitorCacheMiddleware, for_visitors
from network.core.freshness.store import GRACE_SECONDS, Store


class Site:
    """Pages that say how often they were made, behind a gate."""

    def __init__(self, monkeypatch) -> None:
        self.now = 1000.0
        self.store = Store(clock=lambda: self.now)
        self.store.max_bytes = 1_000_000
        self.store.open()
        monkeypatch.setattr(middleware, "STORE", self.store)
        self.made: list[str] = []
        self.gate = Event()
        self.gate.set()
        self.answers = VisitorCacheMiddleware(for_visitors(self.view))

    def view(self, request) -> HttpResponse:
        assert self.gate.wait(30)
        depends_on(request.path)
        self.made.append(request.path)
        return HttpResponse(f"{request.path} {self.made.count(request.path)}")

    def kept(self, path: str) -> bool:
        return any(key[2] == path for key in list(self.store._kept))

    def wait_for(self, path: str) -> None:
        deadline = time.monotonic() + 30
        while not self.kept(path):
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def finish(self) -> None:
        """Wait until nothing is being made: it would be kept for the next test."""
        deadline = time.monotonic() + 30
        while self.answers.remaking._wanted:
            assert time.monotonic() < deadline
            time.sleep(0.01)


@pytest.fixture
def site(monkeypatch):
    site = Site(monkeypatch)
    yield site
    site.gate.set()
    site.finish()


@pytest.fixture
def ask(site, rf):
    def asked(path: str, method: str = "GET", **headers: str) -> HttpResponse:
        return site.answers(rf.generic(method, path, **headers))

    return asked


def test_nobody_waits_while_a_page_is_made_anew(site, ask):
    ask("/a/")
    site.gate.clear()
    site.store.drop("/a/")
    assert {ask("/a/").content for _ in range(5)} == {b"/a/ 1"}
    site.gate.set()
    site.wait_for("/a/")
    assert ask("/a/").content == b"/a/ 2"
    assert site.made == ["/a/", "/a/"]


def test_without_it_a_page_stays_as_it_was_until_its_time_is_over(site, ask, monkeypatch):
    monkeypatch.setattr(site.answers.remaking, "add", lambda request, key: None)
    ask("/a/")
    site.store.drop("/a/")
    assert ask("/a/").content == b"/a/ 1"
    site.now += GRACE_SECONDS
    assert ask("/a/").content == b"/a/ 2"


def test_whoever_comes_after_the_time_is_over_is_not_shown_what_was(site, ask):
    ask("/a/")
    site.gate.clear()
    site.store.drop("/a/")
    ask("/a/")
    site.now += GRACE_SECONDS
    site.gate.set()
    assert ask("/a/").content == b"/a/ 2"


def test_what_one_has_already_is_made_whole_for_all(site, ask):
    tag = ask("/a/").headers["ETag"]
    site.store.drop("/a/")
    assert ask("/a/", "HEAD", HTTP_IF_NONE_MATCH=tag).status_code == 304
    site.wait_for("/a/")
    assert ask("/a/").content == b"/a/ 2"


def test_between_two_pages_it_leaves_the_processor_to_the_visitors(site, ask, monkeypatch):
    ticks = iter(range(1, 100))
    rests: list[float] = []
    monkeypatch.setattr(remaking.time, "thread_time", lambda: float(next(ticks)))
    monkeypatch.setattr(remaking.time, "sleep", rests.append)
    for path in ("/a/", "/b/"):
        ask(path)
        site.store.drop(path)
        ask(path)
        site.wait_for(path)
    assert remaking.REST_FACTOR in rests


def test_a_page_that_cannot_be_made_stops_nobody(site, ask, monkeypatch):
    for path in ("/a/", "/b/"):
        ask(path)
    site.store.drop("/a/")
    with monkeypatch.context() as broken:
        broken.setattr(middleware, "complete", lambda response: 1 / 0)
        ask("/a/")
        site.finish()
    site.store.drop("/b/")
    ask("/b/")
    site.wait_for("/b/")
