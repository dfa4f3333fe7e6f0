"""In-memory cache of one process, limited in bytes; each value has its dependencies.

While the database is away a Store serves no value as valid. It keeps full pages as saved copies,
which the middleware shows with the time of the outage (docs/adr/0070).
"""

import datetime as dt
import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.utils import timezone

from .dependencies import EVERYTHING

# Overhead of the dictionaries per value and per name, measured with tracemalloc and rounded up.
BYTES_PER_VALUE, BYTES_PER_NAME = 1000, 200
# Number of changes remembered, to reject values computed from data read before a change.
MAX_CHANGES = 2000
# Without a reply from the database for this long, notifications may be missing, so the store
# closes.
SILENCE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class StoredValue:
    """A value with its dependencies, its size in bytes, and its expiry on the monotonic clock.

    `is_page` marks a full response, which may be shown as a saved copy.
    """

    value: Any
    dependencies: frozenset[str]
    size: int
    ends: float
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Outage:
    """The pages that were valid when the database went away, and the time of the outage."""

    pages: dict[Any, Any]
    since: dt.datetime
    ends: float


class Store:
    """Thread-safe LRU cache. Stores and returns values only while it is open."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.max_bytes = 0
        # Saved copies are shown for this long after the database went away.
        self.saved_seconds = 0.0
        self.size = 0
        self._clock = clock
        self._lock = Lock()
        self._kept: OrderedDict[Any, StoredValue] = OrderedDict()
        self._keys: defaultdict[str, set[Any]] = defaultdict(set)
        self._changes: deque[tuple[int, str]] = deque(maxlen=MAX_CHANGES)
        self._count = 0
        self._opened: float | None = None
        self._outage: Outage | None = None

    def __len__(self) -> int:
        return len(self._kept)

    def open(self) -> None:
        """Open the store, or renew it: the process is listening to the database now."""
        self._opened = self._clock()

    def close(self) -> None:
        """Drop everything including saved copies, and store nothing until `open`."""
        with self._lock:
            self._outage = None
            self._clear()

    def lose(self) -> None:
        """Keep the pages as saved copies: the database is away, so nobody can change them.

        Called at each attempt to reconnect; only the first call makes the copies. They need no
        extra memory, since nothing else is stored until `open`.
        """
        with self._lock:
            if self._outage is None:
                pages = {key: kept.value for key, kept in self._kept.items() if kept.is_page}
                ends = self._clock() + self.saved_seconds
                self._outage = Outage(pages, timezone.now(), ends)
            self._clear()

    def is_away(self) -> bool:
        """Return whether the database is away and saved copies are shown."""
        return self._outage is not None

    def saved(self, key: Any) -> tuple[Any, dt.datetime] | None:
        """Return the saved copy under `key` and the time of the outage.

        None while the database is available, for a page that was not cached, and after
        saved_seconds.
        """
        outage = self._outage
        if outage is None or key not in outage.pages or outage.ends <= self._clock():
            return None
        return outage.pages[key], outage.since

    def _clear(self) -> None:
        self._opened = None
        # Values being computed now may have missed changes that were not counted, so reject them.
        self._count += MAX_CHANGES + 1
        self._kept.clear()
        self._keys.clear()
        self.size = 0

    def version(self) -> int | None:
        """Return the number of changes so far, to be passed to `put`. None while closed."""
        if self._opened is None or self._clock() - self._opened > SILENCE_SECONDS:
            return None
        return self._count

    def get(self, key: Any) -> StoredValue | None:
        """Return the value stored under `key`, or None if there is none or the store is closed."""
        if self.version() is None:
            return None
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if kept.ends <= self._clock():
                self._forget(key)
                return None
            self._kept.move_to_end(key)
        return kept

    def put(
        self,
        key: Any,
        value: Any,
        *,
        dependencies: Iterable[str],
        size: int,
        version: int,
        seconds: float,
        is_page: bool = False,
    ) -> StoredValue | None:
        """Store a value for `seconds`. Returns None if a dependency has changed since `version`."""
        names = frozenset(dependencies)
        whole = size + BYTES_PER_VALUE + BYTES_PER_NAME * len(names)
        kept = StoredValue(value, names, whole, self._clock() + seconds, is_page)
        with self._lock:
            if (
                self.version() is None
                or whole > self.max_bytes // 4
                or self._missed(version, names)
            ):
                return None
            self._forget(key)
            self._kept[key] = kept
            self.size += whole
            for name in names:
                self._keys[name].add(key)
            while self.size > self.max_bytes:
                self._forget(next(iter(self._kept)))
        return kept

    def drop(self, name: str) -> None:
        """Drop all values that depend on `name`, which has changed."""
        with self._lock:
            self._count += 1
            self._changes.append((self._count, name))
            for key in list(self._kept if name == EVERYTHING else self._keys.get(name, ())):
                self._forget(key)

    def _missed(self, version: int, names: frozenset[str]) -> bool:
        """Return whether a dependency among `names` has changed since `version`, or may have."""
        if version == self._count:
            return False
        if self._count - version > len(self._changes):
            return True
        return any(
            number > version and (name == EVERYTHING or name in names)
            for number, name in self._changes
        )

    def _forget(self, key: Any) -> None:
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        self.size -= kept.size
        for name in kept.dependencies:
            self._keys[name].discard(key)
            if not self._keys[name]:
                del self._keys[name]
