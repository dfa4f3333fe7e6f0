"""Leave out page numbers and running heads and feet of recognised pages. Pure.

What is recognised has no heights that compare from page to page, so the first and the last
paragraph of each page are judged by their words alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import unescape

from network.core.text import fold

from .page_text import Fate
from .results import ReadingPart
from .running_heads import is_page_number

_HEAD = re.compile(r"\A<p>([^<]{1,200})</p>")
_FOOT = re.compile(r"<p>([^<]{1,200})</p>\Z")
_RECOGNISED = frozenset({Fate.RECOGNISED, Fate.REPLACED})
# On so many of the pages at least, and on this share of them, with so many words: "Hỏi:" is none.
_FEWEST, _SHARE, _WORDS = 3, 0.5, 3
# What the first page of an official text has: several texts in one file begin with the same line.
_MOTTO = "doc lap"


def without_repeated(parts: Sequence[ReadingPart]) -> list[ReadingPart]:
    """Return the pages without page numbers, and with running heads and feet only on the first page
    that has them. Pages with a text of their own stay as they are."""
    numberless = [_without(part, is_page_number) for part in parts]
    counts = Counter(line for part in numberless for line in _heads(part))
    repeated = {line for line, n in counts.items() if n >= max(_FEWEST, _SHARE * len(parts))}
    seen: set[str] = set()
    kept = []
    for part in numberless:
        heads = repeated.intersection(_heads(part))
        kept.append(_without(part, partial(_is_one_of, heads & seen)))
        seen |= heads
    return kept


def _is_one_of(folded: set[str], line: str) -> bool:
    """Return whether a line is one of those, which are folded."""
    return fold(line) in folded


def _heads(part: ReadingPart) -> set[str]:
    """Return what may be the running head and foot of a page, folded: the machine takes one letter
    for another. Nothing for the first page of an official text."""
    if part.fate not in _RECOGNISED or _MOTTO in fold(part.text):
        return set()
    lines = [line[1] for edge in (_HEAD, _FOOT) if (line := edge.search(part.html))]
    folded = {fold(unescape(line)) for line in lines}
    return {line for line in folded if len(line.split()) >= _WORDS}


def _without(part: ReadingPart, is_left_out: Callable[[str], bool]) -> ReadingPart:
    """Return a recognised page without its first and last paragraph where they are left out."""
    for edge, cut in ((_HEAD, str.removeprefix), (_FOOT, str.removesuffix)):
        found = edge.search(part.html) if part.fate in _RECOGNISED else None
        if found and is_left_out(line := unescape(found[1])):
            text = cut(part.text, line).strip()
            part = replace(part, html=edge.sub("", part.html), text=text)
    return part
