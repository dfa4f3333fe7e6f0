"""Keeping a value that many pages need, made anew when what it depends on changes."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

from .dependencies import collecting, depends_on, is_collecting
from .listening import STORE

# Of a value that is no text, in bytes: a page with its text takes 14,000, a section's menu 7,500.
SIZE_OF_VALUE = 12_000


# When the answer began of which a value is a part.
_BEGUN: ContextVar[int | None] = ContextVar("begun", default=None)


@contextmanager
def building_response(version: int | None) -> Iterator[None]:
    """Let parts of the answer made in the block be kept if nothing has changed since `version`.

    A part shows what was read for others before it. A change in between would be over when the
    part begins, and what was before would be kept until the next one.
    """
    token = _BEGUN.set(version)
    try:
        yield
    finally:
        _BEGUN.reset(token)


def kept[T](key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` returned before under this key, or make it.

    Only while an answer to a visitor is made: an officer sees what she has just saved, also in
    the moment before this process is notified. `make` says what it depends on, and whoever calls
    depends on the same. What is returned is shared by all threads and must not be changed. Ends
    with the day, since panos and notices have their days.
    """
    version = STORE.version()
    if version is None or not is_collecting():
        return make()
    found = STORE.get(("value", key))
    if found is not None:
        depends_on(*found.dependencies)
        return found.value
    begun = _BEGUN.get()
    with collecting() as dependencies:
        value = make()
    size = 2 * len(value) if isinstance(value, str) else SIZE_OF_VALUE
    STORE.put(
        ("value", key),
        value,
        dependencies=dependencies,
        size=size,
        version=version if begun is None else begun,
        seconds=seconds_until_midnight(),
    )
    return value


def seconds_until_midnight() -> float:
    """Return how long the day still lasts where the network is, at least a second."""
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    return max(1.0, (midnight - now).total_seconds())
