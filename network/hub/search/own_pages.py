"""Pages of the hub itself that a search asks for by their usual names, such as the directory.

They are not objects with a text, so they have no search entries.
"""

import csv
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from .words import folded_words

_TABLE = Path(__file__).resolve().parent.parent / "data" / "own_pages.csv"
_MOST = 2


class OwnPage(NamedTuple):
    """A page of the hub: its address within the site, its label, and phrases that ask for it, in
    the search's form."""

    address: str
    label: str
    phrases: tuple[str, ...]


@cache
def own_pages() -> tuple[OwnPage, ...]:
    """Return all pages of data/own_pages.csv."""
    with _TABLE.open(encoding="utf-8", newline="") as table:
        return tuple(
            OwnPage(row["address"], row["label"], tuple(map(_plain, row["asked_as"].split(";"))))
            for row in csv.DictReader(table)
        )


def pages_asked_for(words: str) -> list[OwnPage]:
    """Return the pages of which the query contains a phrase word for word, at most two.

    In the order of the table, in which the narrower page comes first. Accents do not count.
    """
    asked = f" {_plain(words)} "
    found = (page for page in own_pages() if any(f" {phrase} " in asked for phrase in page.phrases))
    return list(islice(found, _MOST))


def _plain(text: str) -> str:
    return " ".join(folded_words(text))
