"""Words that files of people may use for columns and roles, from `data/people_file.csv`."""

import csv
from functools import cache
from pathlib import Path

from network.core.text import slugify_vi

_FILE = Path(__file__).resolve().parent.parent / "data" / "people_file.csv"
COLUMN, ROLE = "column", "role"


def plain(words: str) -> str:
    """Return the form in which words are compared: no accents, case or punctuation."""
    return slugify_vi(words)


@cache
def words_of(kind: str) -> dict[str, tuple[str, ...]]:
    """Return {key: its words} of a kind. The first word is the one for templates and messages."""
    found: dict[str, list[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == kind:
                found.setdefault(row["key"], []).append(row["word"])
    return {key: tuple(words) for key, words in found.items()}


@cache
def keys_by_word(kind: str) -> dict[str, str]:
    """Return {plain form of a word: key} of a kind."""
    return {plain(word): key for key, words in words_of(kind).items() for word in words}
