"""Which addresses are worth a place in memory."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import pytest
from django.http import HttpResponse

from network.core.freshness import middleware
from network.core.freshness.middleware import (
    LONGEST_PATH,
    LONGEST_QUERY,
    MAX_ASKED_ADDRESSES,
    VisitorCacheMiddleware,
    address_of,
    for_visitors,
)
from network.core.freshness.store import Store


@pytest.fixture
def should_store(rf):
    middleware = VisitorCacheMiddleware(lambda request: HttpResponse())

    def asked(path: str, **what: bool) -> bool:
        request = rf.get(path)
        return middleware.should_store(request, address_of(request), **what)

    return asked


def test_an_address_of_a_foreseeable_number_is_kept_at_once(should_store):
    assert should_store("/van-ban/?trang=2")


def test_what_a_visitor_wrote_is_kept_once_it_is_asked_for_again(should_store):
    asked = "/tim-kiem/?q=dat+dai&loai=article"
    assert [should_store(asked) for _ in range(3)] == [False, True, True]


def test_that_nothing_is_there_is_kept_once_it_is_asked_for_again(should_store):
    asked = [should_store("/khong-co/", is_there=False) for _ in range(3)]
    assert asked == [False, True, True]


@pytest.mark.parametrize("path", ["/khong-co/?la=1", f"/{'a' * LONGEST_PATH}/"])
def test_that_nothing_is_there_is_not_kept_for_addresses_without_end(should_store, path):
    assert not any(should_store(path, is_there=False) for _ in range(3))


def test_questions_asked_once_push_nothing_out_and_are_forgotten(should_store):
    should_store("/tim-kiem/?q=dat+dai")
    assert not any(should_store(f"/tim-kiem/?q={n}") for n in range(MAX_ASKED_ADDRESSES))
    assert not should_store("/tim-kiem/?q=dat+dai")


@pytest.mark.parametrize("query", ["lai=1", "q=dat+dai&lai=1", f"q={'a' * LONGEST_QUERY}"])
def test_an_unforeseen_address_is_never_kept(should_store, query):
    assert not any(should_store(f"/tim-kiem/?{query}") for _ in range(3))


def test_a_page_that_many_ask_for_at_once_is_made_once(rf, monkeypatch):
    store = Store()
    store.max_bytes = 1_000_000
    store.open()
    monkeypatch.setattr(middleware, "STORE", store)
    waiting, made = Semaphore(0), []

    @for_visitors
    def view(request):
        made.append(request.path)
        for _ in range(4):
            assert waiting.acquire(timeout=30)
        return HttpResponse("a page")

    class Announced(Event):
        def wait(self, timeout=None):
            waiting.release()
            return super().wait(timeout)

    monkeypatch.setattr(middleware, "Event", Announced)
    answers = VisitorCacheMiddleware(view)
    with ThreadPoolExecutor(5) as threads:
        found = list(threads.map(lambda _: answers(rf.get("/a/")).content, range(5)))
    assert (found, made) == ([b"a page"] * 5, ["/a/"])
