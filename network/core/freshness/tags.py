"""Saying what is shown, while it is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Between:
    """A stretch of an ordered list: a change of one of its places, both ends too, is shown.

    Positions are compared as text; "" comes before all others, and LAST after them.
    """

    scope: str
    low: str
    high: str


type Tag = str | Between
LAST = "\uffff"
# The frame of every page: told when what all of them show has changed, or too much to name it.
EVERYTHING = "everything"
# How a change at a position is told: at:<scope>:<position>.
AT = "at:"

_SHOWN: ContextVar[set[Tag] | None] = ContextVar("shown", default=None)


def shows(*tags: Tag) -> None:
    """Note that what is being made shows what these tags stand for; cheap if nobody collects."""
    shown = _SHOWN.get()
    if shown is not None:
        shown.update(tags)


def is_collecting() -> bool:
    """Return whether somebody collects what is shown."""
    return _SHOWN.get() is not None


@contextmanager
def collecting() -> Iterator[set[Tag]]:
    """Collect the tags of what is made in the block; whoever collects around it gets them too."""
    tags: set[Tag] = set()
    token = _SHOWN.set(tags)
    try:
        yield tags
    finally:
        _SHOWN.reset(token)
        shows(*tags)


def touches(change: str, tags: frozenset[Tag]) -> bool:
    """Return whether a told change concerns something that shows `tags`."""
    if change == EVERYTHING:
        return True
    if not change.startswith(AT):
        return change in tags
    scope, position = split_position(change)
    return any(
        isinstance(tag, Between) and tag.scope == scope and tag.low <= position <= tag.high
        for tag in tags
    )


def split_position(change: str) -> tuple[str, str]:
    """Return scope and position of a change told as at:<scope>:<position>."""
    scope, _, position = change.removeprefix(AT).rpartition(":")
    return scope, position
