"""Start contents of new articles: the headings of five common kinds, from a data file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.html import strip_tags

_GAP = "…"
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


def unwritten_text(texts: Iterable[str]) -> str:
    """Return the first text of a block that is still as a start content gave it, with its gaps,
    or ""."""
    return next((text for text in texts if text.strip() in _texts_with_gaps()), "")


@cache
def _texts_with_gaps() -> frozenset[str]:
    values = (block["value"] for start in article_starts() for block in start.body)
    return frozenset(text for text in map(_text, values) if _GAP in text)


def _text(value: Any) -> str:
    """Return the text of a stored block: rich text, or a struct with a text."""
    return strip_tags(value if isinstance(value, str) else value.get("text", "")).strip()
