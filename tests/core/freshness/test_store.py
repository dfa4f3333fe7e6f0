"""What a process keeps: bounded, dropped by what it depends on, nothing while nobody listens."""

import pytest

from network.core.freshness.dependencies import EVERYTHING, collecting, depends_on
from network.core.freshness.store import (
    MAX_CHANGES,
    SILENCE_SECONDS,
    Store,
)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(clock):
    store = Store(clock=clock)
    store.max_bytes = 100_000
    store.open()
    return store


def keep(store, key, *names, size=100, version=None, seconds=60.0):
    version = store.version() if version is None else version
    return store.put(
        key, f"value of {key}", dependencies=names, size=size, version=version, seconds=seconds
    )


def held(store, *keys):
    return [key for key in keys if store.get(key)]


def test_a_change_drops_what_depends_on_it_and_nothing_else(store):
    keep(store, "a", "section:1", "hub")
    keep(store, "b", "section:2", "hub")
    store.drop("section:1")
    assert held(store, "a", "b") == ["b"]
    store.drop("hub")
    assert held(store, "a", "b") == []
    assert store.size == 0


def test_what_hardly_ever_changes_drops_everything(store):
    keep(store, "a", "section:x")
    version = store.version()
    store.drop(EVERYTHING)
    assert held(store, "a") == []
    assert keep(store, "b", "hub", version=version) is None


def test_what_changed_while_it_was_made_is_not_kept(store):
    version = store.version()
    store.drop("section:1")
    assert keep(store, "a", "section:1", version=version) is None
    assert keep(store, "b", "section:2", version=version)
    assert held(store, "a", "b") == ["b"]


def test_what_took_too_long_to_be_judged_is_not_kept(store):
    version = store.version()
    for number in range(MAX_CHANGES + 1):
        store.drop(f"section:{number}")
    assert keep(store, "a", "hub", version=version) is None


def test_a_silence_while_it_was_made_is_not_forgotten(store):
    version = store.version()
    store.close()
    store.open()
    assert keep(store, "a", "section:1", version=version) is None


def test_nothing_is_kept_or_shown_without_listening(store, clock):
    keep(store, "a", "section:1")
    clock.now += SILENCE_SECONDS + 1
    assert (store.version(), held(store, "a")) == (None, [])
    store.open()
    store.close()
    assert (store.version(), len(store)) == (None, 0)


def test_the_bytes_are_bounded_and_the_least_used_goes_first(store):
    for number in range(200):
        keep(store, number, f"section:{number}", size=2000)
        store.get(0)
    assert store.size <= store.max_bytes
    assert held(store, 0, 1, 199) == [0, 199]
    assert keep(store, "whale", "section:1", size=50_000) is None


def test_a_value_ends_with_its_time(store, clock):
    keep(store, "a", "section:1", seconds=5.0)
    clock.now += 6
    assert held(store, "a") == []


def test_who_collects_around_gets_the_names_too():
    with collecting() as outer:
        depends_on("section:1")
        with collecting() as inner:
            depends_on("section:2")
    assert (inner, outer) == ({"section:2"}, {"section:1", "section:2"})
    depends_on("section:3")
