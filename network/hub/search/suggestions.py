"""What may be meant while it is typed; never writes."""

from typing import NamedTuple

from .phrases import phrases
from .questions import read_query
from .selectors import title_candidates
from .words import folded_words

_SHORTEST, _CANDIDATES, _MOST = 3, 40, 7


class Suggested(NamedTuple):
    """A line under the search field: a thing with its address."""

    text: str
    kind: str
    url: str


def suggested(raw: str) -> list[Suggested]:
    """Return what has the words in its title, the last perhaps unfinished."""
    words = folded_words(read_query(raw, phrases()).words)
    if len("".join(words)) < _SHORTEST:
        return []
    typed = " ".join(words)
    found = title_candidates(words, _CANDIDATES)
    # First the titles in which the typed words come earliest.
    found.sort(key=lambda each: f" {' '.join(folded_words(each.title))}".find(f" {typed}") % 1_000)
    told = [Suggested(each.title, each.get_kind_display(), each.url) for each in found]
    return list({each.text: each for each in told}.values())[:_MOST]
