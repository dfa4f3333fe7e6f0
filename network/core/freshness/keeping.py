"""Cache of values that many pages use, dropped when their dependencies change."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

from .dependencies import collecting, depends_on, is_collecting
from .listening import STORE

# Assumed bytes of a value that is no text: a page with its text has 14,000, a menu 7,500.
SIZE_OF_VALUE = 12_000


# Version of the store when the current response was begun.
_BEGUN: ContextVar[int | None] = ContextVar("begun", default=None)


@contextmanager
def building_response(version: int | None) -> Iterator[None]:
    """Allow caching parts of a response made in the block if nothing has changed since `version`.

    A part may use data read before the part itself began. With its own version, a change in between
    would go unnoticed, and the part would be cached with the old data.
    """
    token = _BEGUN.set(version)
    try:
        yield
    finally:
        _BEGUN.reset(token)


def kept[T](key: Hashable, make: Callable[[], T]) -> T:
    """Return the value cached under this key, or make and cache it.

    Caches only while a visitor's response is made: an officer sees what she has just saved, even
    before this process is notified. `make` declares its dependencies, which the caller inherits.
    The result is shared by all threads and must not be changed. It expires at midnight, since
    notices depend on the date.
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
    """Return the number of seconds until local midnight, at least one."""
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    return max(1.0, (midnight - now).total_seconds())
