"""Declare the dependencies of a value while it is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Dependency of every page; also notified for rare changes that may affect any page.
EVERYTHING = "everything"

_COLLECTED: ContextVar[set[str] | None] = ContextVar("dependencies", default=None)


def depends_on(*names: str) -> None:
    """Add the names to the dependencies of the value being made. Cheap if nobody collects them."""
    collected = _COLLECTED.get()
    if collected is not None:
        collected.update(names)


def is_collecting() -> bool:
    """Return whether dependencies are being collected."""
    return _COLLECTED.get() is not None


@contextmanager
def collecting() -> Iterator[set[str]]:
    """Collect the names declared in the block. An outer `collecting` gets them too."""
    names: set[str] = set()
    token = _COLLECTED.set(names)
    try:
        yield names
    finally:
        _COLLECTED.reset(token)
        depends_on(*names)
