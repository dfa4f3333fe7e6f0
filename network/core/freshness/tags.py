"""Saying what is shown, while it is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Between:
    """A stretch of an ordered list: a change of one of its places, both ends too, is shown.

    Positions are compared as text; "" comes before all others, and LAST after them.
    """

    scope: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Whatever holds all of these words: a change of a thing that does, or did, is shown.

    Each of `terms` may be said in several ways, each way being some words.
    """

    scope: str
    terms: tuple[tuple[tuple[str, ...], ...], ...]

    def is_in(self, words: frozenset[str]) -> bool:
        """Return whether a thing with these words holds all terms; a thing with ANY does."""
        return ANY in words or all(
            any(words.issuperset(way) for way in term) for term in self.terms
        )


type Tag = str | Between | Holding
LAST = "\uffff"
# The frame of every page: told when what all of them show has changed, or too much to name it.
EVERYTHING = "everything"
# How a change at a position is told: at:<scope>:<position>.
AT = "at:"
# How a change of a thing with some words is told: has:<scope>:<word>,<word>; ANY for too many.
HAS = "has:"
ANY = "*"

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
    scope = scope_of_change(change)
    if change.startswith(HAS):
        words = _words(change)
        return any(isinstance(t, Holding) and scope_of(t) == scope and t.is_in(words) for t in tags)
    if not change.startswith(AT):
        return change in tags
    position = change.rpartition(":")[2]
    return any(
        isinstance(tag, Between) and tag.scope == scope and tag.low <= position <= tag.high
        for tag in tags
    )


def scope_of(tag: Tag) -> str:
    """Return by which changes a tag can be concerned: those of the same scope."""
    if isinstance(tag, Holding):
        return HAS + tag.scope
    return tag.scope if isinstance(tag, Between) else tag


def scope_of_change(change: str) -> str:
    """Return the scope of a told change: at:<scope>:<position>, has:<scope>:<words>, or all."""
    if change.startswith(AT):
        return change.removeprefix(AT).rpartition(":")[0]
    return change.rpartition(":")[0] if change.startswith(HAS) else change


# Held against every answer that is kept.
@lru_cache(maxsize=16)
def _words(change: str) -> frozenset[str]:
    return frozenset(change.rpartition(":")[2].split(","))
