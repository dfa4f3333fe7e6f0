"""What the search of the admin (Ctrl K) finds besides screens: things by number or title."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.http import HttpRequest

from network.core.registry import Registry

# Rows of one kind; the kind's own list finds all.
MOST = 5
# Shorter words are in nearly every title.
SHORTEST = 2
LONGEST = 100


class FoundThing(NamedTuple):
    """A row of the search: its name, what it is, and the URL of its page in the admin."""

    label: str
    about: str
    url: str
    icon: str


# Functions from a request and typed words to at most MOST rows that its user may open.
FINDERS = Registry[Callable[[HttpRequest, str], Iterable[FoundThing]]]("finders of things")


def found_for(request: HttpRequest, typed: str) -> list[FoundThing]:
    """Return the rows for what was typed; none for words that are too short. A query for each
    kind."""
    words = " ".join(typed.split())[:LONGEST]
    if len(words) < SHORTEST:
        return []
    return [row for find in FINDERS.values() for row in find(request, words)]
