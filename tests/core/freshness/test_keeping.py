"""A part of an answer is kept only as it is now, whatever was read for the answer before it."""

import pytest
from django.http import HttpResponse

from network.core.freshness import keeping, middleware
from network.core.freshness.dependencies import depends_on
from network.core.freshness.keeping import kept
from network.core.freshness.middleware import VisitorCacheMiddleware, for_visitors
from network.core.freshness.store import Store


@pytest.fixture
def store(monkeypatch):
    store = Store()
    store.max_bytes = 100_000
    store.open()
    monkeypatch.setattr(middleware, "STORE", store)
    monkeypatch.setattr(keeping, "STORE", store)
    return store


@pytest.fixture
def ask(rf, store):
    def asked(change: str) -> str:
        """Return what an answer says during which something changes."""

        def part() -> str:
            depends_on("page:1")
            return read

        def view(request) -> HttpResponse:
            nonlocal read
            read = f"before {change}"
            store.drop(change)
            return HttpResponse(kept("part", part))

        read = ""
        return VisitorCacheMiddleware(for_visitors(view))(rf.get("/a/?lai=1")).content.decode()

    return asked


def test_a_part_that_shows_what_was_read_before_a_change_is_not_kept(ask):
    assert ask("page:1") == "before page:1"
    assert ask("page:2") == "before page:2"


def test_a_change_of_something_else_lets_a_part_be_kept(ask):
    assert ask("page:2") == "before page:2"
    assert ask("page:3") == "before page:2"


def test_without_knowing_when_the_answer_began_a_part_stays_as_it_was(ask, monkeypatch):
    monkeypatch.setattr(
        middleware, "building_response", lambda mark: keeping.building_response(None)
    )
    assert ask("page:1") == "before page:1"
    assert ask("page:2") == "before page:1"
