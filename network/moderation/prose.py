"""Tell changes of mere words from changes of citations, links, tables and other content.

Used by `page_parts`. Whatever is not known to be words counts as everything it may contain.
"""

import csv
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

_WORDS_OF_LAW = Path(__file__).resolve().parent / "data" / "words_of_law.csv"
# Tags with attributes: links to addresses, pages, files and legal documents, and embedded objects.
_TAG = re.compile(r"<[^>]*>")
_BLOCK_KEY = re.compile(r'\sdata-block-key="[^"]*"')
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+|</(?:p|li|h[1-6])>|<br\s*/?>")
# "45/2019/QH14" and also "15/8": too many passages are asked about rather than too few.
_NUMBER = re.compile(r"\d\s*/\s*\w")
CITATIONS, LINKS, LAYOUT = "citations", "links", "layout"
EVERYTHING = frozenset({CITATIONS, LINKS, LAYOUT})


def changes_in(
    old: Any, new: Any, *, is_prose: bool, prose_blocks: frozenset[str]
) -> frozenset[str]:
    """Return which of CITATIONS, LINKS and LAYOUT differ between two values of a field.

    Empty means that only words differ. A field that is neither prose nor a StreamField gives all.
    """
    if is_prose:
        return _between(_texts(old), _texts(new))
    old_blocks, new_blocks = _blocks(old), _blocks(new)
    if old_blocks is None or new_blocks is None:
        return EVERYTHING
    before, after = Counter(old_blocks), Counter(new_blocks)
    changed = [*(before - after), *(after - before)]
    if any(kind not in prose_blocks for kind, _value in changed):
        return EVERYTHING
    if not changed:
        # The blocks are only in another order: a picture may now stand beside other words.
        changed = old_blocks
        return EVERYTHING if {kind for kind, _value in changed} - prose_blocks else _cited(changed)
    return _between(_within(before - after), _within(after - before))


def _cited(blocks: list[tuple[str, str]]) -> frozenset[str]:
    words = " ".join(value for _kind, value in blocks)
    return frozenset({CITATIONS} if names_law(words) else ())


def _within(blocks: Counter[tuple[str, str]]) -> list[str]:
    return [text for _kind, value in blocks.elements() for text in _texts(json.loads(value))]


def _between(old: list[str], new: list[str]) -> frozenset[str]:
    """Return CITATIONS if a sentence that differs names law, and LINKS if a tag differs."""
    found = set()
    before, after = Counter(_sentences(old)), Counter(_sentences(new))
    # Without a difference only marks or the order changed, so all sentences are looked at.
    changed = [*(before - after), *(after - before)] or [*before]
    if names_law(" ".join(changed)):
        found.add(CITATIONS)
    if Counter(_tags(old)) != Counter(_tags(new)):
        found.add(LINKS)
    return frozenset(found)


def names_law(text: str) -> bool:
    """Return whether the text may name a legal document, by `data/words_of_law.csv`."""
    return bool(_NUMBER.search(text) or _law_pattern().search(text.casefold()))


@lru_cache
def _law_pattern() -> re.Pattern[str]:
    with _WORDS_OF_LAW.open(encoding="utf-8", newline="") as rows:
        words = [re.escape(row["word"]) for row in csv.DictReader(rows)]
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _blocks(value: Any) -> list[tuple[str, str]] | None:
    """Return a StreamField's blocks as (type, JSON value) pairs; None for any other value."""
    if not isinstance(value, str):
        return None
    try:
        blocks = json.loads(value)
        return [(each["type"], json.dumps(each["value"], sort_keys=True)) for each in blocks]
    except (ValueError, TypeError, KeyError):
        return None


def _texts(value: Any) -> list[str]:
    """Return all strings within a value; keys and numbers are left out."""
    if isinstance(value, dict):
        value = [each for name, each in sorted(value.items()) if name != "id"]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def _sentences(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for sentence in _SENTENCE_END.split(text):
            if words := html.unescape(_TAG.sub("", sentence)).strip():
                yield words


def _tags(texts: list[str]) -> Iterator[str]:
    """Yield the tags that have attributes, such as links."""
    for text in texts:
        for tag in _TAG.findall(text):
            named = _BLOCK_KEY.sub("", tag)
            if " " in named:
                yield named
