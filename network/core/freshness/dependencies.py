"""Saying what something depends on, while it is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# The frame of every page; notified also by what hardly ever changes.
EVERYTHING = "everything"

_COLLECTED: ContextVar[set[str] | None] = ContextVar("dependencies", default=None)


def depends_on(*names: str) -> None:
    """Note that what is being made depends on these; cheap if nobody collects."""
    collected = _COLLECTED.get()
    if collected is not None:
        collected.update(names)


def is_collecting() -> bool:
    """Return whether somebody collects dependencies."""
    return _COLLECTED.get() is not None


@contextmanager
def collecting() -> Iterator[set[str]]:
    """Collect the names noted in the block; an outer `collecting` gets them too."""
    names: set[str] = set()
    token = _COLLECTED.set(names)
    try:
        yield names
    finally:
        _COLLECTED.reset(token)
        depends_on(*names)
