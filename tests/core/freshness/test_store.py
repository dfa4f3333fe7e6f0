"""What a process keeps: bounded, dropped by what it shows, nothing while it cannot hear."""

import pytest

from network.core.freshness.store import GRACE_SECONDS, REMEMBERED, SILENCE_SECONDS, TaggedStore
from network.core.freshness.tags import LAST, Between, Holding, collecting, shows


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(clock):
    store = TaggedStore(clock=clock)
    store.max_bytes = 100_000
    store.hear()
    return store


def keep(store, key, *tags, size=100, mark=None, seconds=60.0):
    mark = store.mark() if mark is None else mark
    return store.put(key, f"value of {key}", tags=tags, size=size, mark=mark, seconds=seconds)


def held(store, *keys):
    return [key for key in keys if store.get(key)]


def test_a_change_drops_what_shows_it_and_nothing_else(store):
    keep(store, "a", "page:1", "menu:x")
    keep(store, "b", "page:2", "menu:x")
    store.drop("page:1")
    assert held(store, "a", "b") == ["b"]
    store.drop("menu:x")
    assert held(store, "a", "b") == []
    assert store.size == 0


@pytest.mark.parametrize(
    ("position", "dropped"), [("20261105", True), ("20261101", True), ("20261109", False)]
)
def test_a_stretch_of_a_list_is_dropped_by_what_falls_into_it(store, position, dropped):
    keep(store, "a", Between("under:x", "20261101", "20261108"))
    store.drop(f"at:under:x:{position}")
    assert bool(held(store, "a")) is not dropped
    store.drop("at:under:y:20261105")


@pytest.mark.parametrize(
    ("words", "dropped"),
    [
        ("ve,ubnd,dat,dai", True),
        ("ve,dat,dai,uy,ban", True),
        ("ve,ubnd,dat", False),
        ("ve,uy,dat,dai", False),
        ("*", True),
    ],
)
def test_a_question_is_dropped_by_what_holds_all_its_words(store, words, dropped):
    keep(store, "a", Holding("search", ((("ubnd",), ("uy", "ban")), (("dat",),), (("dai",),))))
    store.drop("search")
    store.drop(f"has:other:{words}")
    assert held(store, "a") == ["a"]
    store.drop(f"has:search:{words}")
    assert bool(held(store, "a")) is not dropped


def test_an_open_stretch_ends_nowhere(store):
    keep(store, "a", Between("under:x", "", LAST))
    store.drop("at:under:x:99991231")
    assert held(store, "a") == []


def test_what_changed_while_it_was_made_is_not_kept(store):
    mark = store.mark()
    store.drop("page:1")
    assert keep(store, "a", "page:1", mark=mark) is None
    assert keep(store, "b", "page:2", mark=mark)
    assert held(store, "a", "b") == ["b"]


def test_what_took_too_long_to_be_judged_is_not_kept(store):
    mark = store.mark()
    for number in range(REMEMBERED + 1):
        store.drop(f"page:{number}")
    assert keep(store, "a", "menu:x", mark=mark) is None


def test_a_silence_while_it_was_made_is_not_forgotten(store):
    mark = store.mark()
    store.close()
    store.hear()
    assert keep(store, "a", "page:1", mark=mark) is None


def test_nothing_is_kept_or_shown_without_hearing(store, clock):
    keep(store, "a", "page:1")
    clock.now += SILENCE_SECONDS + 1
    assert (store.mark(), held(store, "a")) == (None, [])
    store.hear()
    store.close()
    assert (store.mark(), len(store)) == (None, 0)


def test_the_bytes_are_bounded_and_the_least_used_goes_first(store):
    for number in range(200):
        keep(store, number, f"page:{number}", size=2000)
        store.get(0)
    assert store.size <= store.max_bytes
    assert held(store, 0, 1, 199) == [0, 199]
    assert keep(store, "whale", "page:1", size=50_000) is None


def test_a_value_ends_with_its_time(store, clock):
    keep(store, "a", "page:1", seconds=5.0)
    clock.now += 6
    assert held(store, "a") == []


def test_what_was_dropped_just_now_may_be_shown_for_a_moment(store, clock):
    keep(store, "a", "page:1")
    store.drop("page:1")
    assert store.stale("a") == "value of a"
    clock.now += GRACE_SECONDS
    assert store.stale("a") is None


def test_who_collects_around_gets_the_tags_too():
    with collecting() as outer:
        shows("page:1")
        with collecting() as inner:
            shows("page:2")
    assert (inner, outer) == ({"page:2"}, {"page:1", "page:2"})
    shows("page:3")
