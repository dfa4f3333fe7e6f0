"""Cache of drawn pictures in the memory of one process."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from weakref import WeakValueDictionary

MOST_BYTES = 8 * 1024 * 1024


class _DrawingLock:
    """Lock for drawing one picture."""

    def __init__(self) -> None:
        self.lock = Lock()


class PictureStore:
    """LRU cache of pictures by their texts.

    A picture with other texts has another key, so entries never become stale. One thread draws a
    picture that several request.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self._turns: WeakValueDictionary[str, _DrawingLock] = WeakValueDictionary()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the picture with this key; call `make` if it is not cached."""
        with self._lock:
            turn = self._turns.get(key)
            if turn is None:
                turn = self._turns[key] = _DrawingLock()
        with turn.lock:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
            made = make()
            self._put(key, made)
            return made

    def _put(self, key: str, made: bytes) -> None:
        with self._lock:
            self._kept[key] = made
            self.size += len(made)
            while self.size > self.most_bytes:
                _key, dropped = self._kept.popitem(last=False)
                self.size -= len(dropped)


def key_of(*words: str) -> str:
    """Return the cache key for a picture with these texts."""
    return hashlib.sha256("\x00".join(words).encode()).hexdigest()[:32]


PICTURES = PictureStore()
