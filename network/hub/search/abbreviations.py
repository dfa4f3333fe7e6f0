"""Abbreviations that people type and officers write; pure but for reading its table once."""

import csv
from functools import cache
from pathlib import Path

from .words import exact_words, folded_words

_TABLE = Path(__file__).resolve().parent.parent / "data" / "abbreviations.csv"

type Words = tuple[str, ...]


@cache
def expansions() -> dict[str, tuple[Words, Words]]:
    """Return by folded abbreviation its words, folded and with their accents."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        folded_words(row["abbreviation"])[0]: (
            tuple(folded_words(row["expansion"])),
            tuple(exact_words(row["expansion"])),
        )
        for row in rows
    }


@cache
def abbreviated() -> dict[Words, str]:
    """Return by the folded words of an expansion its abbreviation."""
    return {folded: short for short, (folded, _exact) in expansions().items()}


@cache
def longest() -> int:
    """Return how many words the longest expansion has."""
    return max(map(len, abbreviated()))
