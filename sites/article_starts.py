"""Start contents of new articles: the headings of five common kinds, from a data file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_STARTS = Path(__file__).resolve().parent / "data" / "article_starts.json"


@dataclass(frozen=True, slots=True)
class ArticleStart:
    """A start content: its key in URLs, its name, and the stored form of its blocks."""

    key: str
    name: str
    body: list[dict[str, Any]]


@cache
def article_starts() -> tuple[ArticleStart, ...]:
    """Return all start contents in the order of the file."""
    rows = json.loads(_STARTS.read_text(encoding="utf-8"))
    return tuple(ArticleStart(**row) for row in rows)


def start_blocks(key: str) -> list[dict[str, Any]]:
    """Return the blocks of a start content, [] for an unknown key."""
    return next((start.body for start in article_starts() if start.key == key), [])
