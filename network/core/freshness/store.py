"""Values of one process, bounded in bytes, each with the tags of what it shows."""

import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from .tags import EVERYTHING, Tag, scope_of, scope_of_change, touches

# Of bookkeeping, for each value and each of its tags; measured with tracemalloc, rounded up.
BYTES_PER_VALUE, BYTES_PER_TAG = 1000, 200
# So many changes are remembered to judge what was being made while they came.
REMEMBERED = 2000
# Between a change and the first answer that knows it, others may be shown what was.
GRACE_SECONDS = 0.5
MOST_STALE = 200
# A process that has heard nothing for so long, not even its own question, knows nothing.
SILENCE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A value, what it shows, its size in bytes, when it ends on the monotonic clock."""

    value: Any
    tags: frozenset[Tag]
    size: int
    ends: float


class TaggedStore:
    """Keeps values while it is open; the least recently used go first. Safe between threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.max_bytes = 0
        self.size = 0
        self._clock = clock
        self._lock = Lock()
        self._kept: OrderedDict[Any, Kept] = OrderedDict()
        self._keys: defaultdict[str, set[Any]] = defaultdict(set)
        self._changes: deque[tuple[int, str]] = deque(maxlen=REMEMBERED)
        self._count = 0
        self._heard: float | None = None
        # What was dropped just now, and until when it may still be shown.
        self._stale: dict[Any, tuple[Kept, float]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def hear(self) -> None:
        """Open, or stay open: the database can be heard at this moment."""
        self._heard = self._clock()

    def close(self) -> None:
        """Forget everything and keep nothing until `hear`."""
        with self._lock:
            self._heard = None
            # What is being made meanwhile has missed changes nobody counted.
            self._count += REMEMBERED + 1
            self._kept.clear()
            self._keys.clear()
            self._stale.clear()
            self.size = 0

    def mark(self) -> int | None:
        """Return the moment at which a value begins to be made; None while closed."""
        if self._heard is None or self._clock() - self._heard > SILENCE_SECONDS:
            return None
        return self._count

    def get(self, key: Any) -> Kept | None:
        """Return what is kept under `key`, None for nothing or while closed."""
        if self.mark() is None:
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
        self, key: Any, value: Any, *, tags: Iterable[Tag], size: int, mark: int, seconds: float
    ) -> Kept | None:
        """Keep a value made since `mark` for so long; None if what it shows has changed since."""
        tags = frozenset(tags)
        whole = size + BYTES_PER_VALUE + BYTES_PER_TAG * len(tags)
        kept = Kept(value, tags, whole, self._clock() + seconds)
        with self._lock:
            if self.mark() is None or whole > self.max_bytes // 4 or self._missed(mark, tags):
                return None
            self._forget(key)
            self._kept[key] = kept
            self.size += whole
            for scope in map(scope_of, tags):
                self._keys[scope].add(key)
            while self.size > self.max_bytes:
                self._forget(next(iter(self._kept)))
        return kept

    def stale(self, key: Any) -> Any:
        """Return the value dropped less than GRACE_SECONDS ago, None for none."""
        kept, until = self._stale.get(key, (None, 0.0))
        return kept.value if kept and until > self._clock() else None

    def drop(self, change: str) -> None:
        """Forget what shows the thing that changed."""
        scope = scope_of_change(change)
        with self._lock:
            self._count += 1
            self._changes.append((self._count, change))
            keys = list(self._kept) if change == EVERYTHING else self._keys.get(scope, ())
            concerned = [key for key in keys if touches(change, self._kept[key].tags)]
            now = self._clock()
            if len(concerned) > MOST_STALE:
                # What all pages show has changed: memory for all of them twice is not to be had.
                self._stale = {}
            elif concerned:
                self._stale = {k: each for k, each in self._stale.items() if each[1] > now}
            for key in concerned:
                if len(concerned) <= MOST_STALE:
                    self._stale[key] = (self._kept[key], now + GRACE_SECONDS)
                self._forget(key)

    def _missed(self, mark: int, tags: frozenset[Tag]) -> bool:
        """Whether something among `tags` changed since `mark`, or may have."""
        if mark == self._count:
            return False
        if self._count - mark > len(self._changes):
            return True
        return any(number > mark and touches(change, tags) for number, change in self._changes)

    def _forget(self, key: Any) -> None:
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        self.size -= kept.size
        for scope in map(scope_of, kept.tags):
            self._keys[scope].discard(key)
            if not self._keys[scope]:
                del self._keys[scope]
