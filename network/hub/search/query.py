"""From what a visitor typed to what PostgreSQL is asked. Pure but for reading its word list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from network.core.text import clean_input, strip_marks

from .abbreviations import Words, abbreviated, expansions, longest
from .numbers import QueryNumber, read_number
from .words import TITLE_MARK, exact_words, filter_mark, folded_words, title_marks

# Longer questions are pasted texts: their first words say what is sought.
LONGEST_QUESTION = 200
MOST_TERMS = 16
# Words that questions are made of rather than texts; dropped where all words find nothing.
_QUESTION_WORDS = frozenset(
    (Path(__file__).resolve().parent.parent / "data" / "question_words.txt").read_text().split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to be found, in any of its writings: "UBND" or the four words it stands for."""

    folded: tuple[Words, ...]
    exact: tuple[Words, ...]


@dataclass(frozen=True)
class SearchQuery:
    """A question, cleaned: `words` as they were typed, `terms` to be found, a number or None."""

    words: str
    terms: tuple[Term, ...] = ()
    number: QueryNumber | None = None
    accented: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    @cached_property
    def folded(self) -> Words:
        """Return the folded words as typed."""
        return tuple(word for term in self.terms for word in term.folded[0])

    @cached_property
    def exact(self) -> Words:
        """Return the words with their accents as typed."""
        return tuple(word for term in self.terms for word in term.exact[0])


@dataclass(frozen=True, slots=True)
class Filters:
    """What the answers are narrowed to; values are keys that the network knows, "" means any."""

    kind: str = ""
    agency: str = ""
    topic: str = ""
    level: str = ""
    status: str = ""
    year: str = ""
    marks: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        names = ("kind", "agency", "topic", "level", "status", "year")
        chosen = [(name, getattr(self, name)) for name in names]
        marks = tuple(filter_mark(name, value) for name, value in chosen if value)
        object.__setattr__(self, "marks", marks)

    def __bool__(self) -> bool:
        return bool(self.marks)

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the marks to ask for: a validity says already that it is a document."""
        if not (self.status and self.kind == "document"):
            return self.marks
        return tuple(mark for mark in self.marks if mark != filter_mark("kind", self.kind))


def clean_query(raw: str) -> str:
    """Return what a visitor typed as one clean line of bounded length."""
    return " ".join(clean_input(raw[: 2 * LONGEST_QUESTION]).split())[:LONGEST_QUESTION].strip()


def read_query(raw: str) -> SearchQuery:
    """Return the question in what a visitor typed; it has no terms where there is no word."""
    words = clean_query(raw)
    folded, exact = folded_words(words)[:MOST_TERMS], exact_words(words)[:MOST_TERMS]
    if len(folded) != len(exact):
        # A letter that one of the forms does not know; then only the folded form counts.
        exact = folded
    terms = tuple(_terms(folded, exact))
    return SearchQuery(words, terms, read_number(words), strip_marks(words) != words)


def _terms(folded: Sequence[str], exact: Sequence[str]) -> Iterator[Term]:
    place = 0
    while place < len(folded):
        size = _expansion_at(folded, place)
        typed = tuple(folded[place : place + size])
        accented = tuple(exact[place : place + size])
        if size > 1:
            short = (abbreviated()[typed],)
            yield Term((typed, short), (accented, short))
        elif typed[0] in expansions():
            long, long_exact = expansions()[typed[0]]
            yield Term((typed, long), (accented, long_exact))
        else:
            yield Term((typed,), (accented,))
        place += size


def _expansion_at(words: Sequence[str], place: int) -> int:
    for size in range(min(longest(), len(words) - place), 1, -1):
        if tuple(words[place : place + size]) in abbreviated():
            return size
    return 1


# --- as tsquery ---------------------------------------------------------------------------------


def text_query(ways: Sequence[tuple[Words, ...]]) -> str:
    """Return the tsquery for texts that hold each term in one of its writings.

    Not as phrases: PostgreSQL would have to read the whole text of every candidate.
    """
    return all_of(any_of(all_of(map(quoted, way)) for way in each) for each in ways)


def title_query(ways: Sequence[tuple[Words, ...]]) -> str:
    """Return the tsquery for titles that hold each term in one of its writings."""
    return all_of(
        any_of(all_of(quoted(TITLE_MARK + word) for word in way) for way in each) for each in ways
    )


def near_title_query(words: Words) -> str:
    """Return the tsquery for titles that hold some two of the words that stand side by side."""
    marks = title_marks([word for word in words if word not in _QUESTION_WORDS] or words)
    ways = pairwise(marks) if len(marks) > 1 else [marks]
    return any_of(all_of(map(quoted, way)) for way in ways)


def title_prefix_query(words: Words) -> str:
    """Return the tsquery for titles that hold the words, the last of them perhaps unfinished."""
    *whole, begun = (quoted(TITLE_MARK + word) for word in words)
    # One letter begins too much to be told from the rest.
    return all_of([*whole, f"{begun}:*"] if len(words[-1]) > 1 else whole)


def without_question_words(question: SearchQuery) -> SearchQuery:
    """Return the question less the words that questions are made of."""
    kept = [term for term in question.terms if term.folded[0][0] not in _QUESTION_WORDS]
    return SearchQuery(question.words, tuple(kept), question.number, question.accented)


def marks_query(*marks: str) -> str:
    """Return the tsquery for what has all the marks; "" for none."""
    return all_of(map(quoted, marks))


def combine_queries(*queries: str) -> str:
    """Return the tsquery for what all of the queries find; empty ones ask nothing."""
    return all_of(filter(None, queries))


def quoted(word: str) -> str:
    """Return a word or mark as a tsquery; it holds no quotes (see `words`)."""
    return f"'{word}'"


def all_of(parts: Iterable[str]) -> str:
    """Return the tsquery for what all of the tsqueries find; "" for none."""
    return " & ".join(_wrapped(part) for part in parts)


def any_of(parts: Iterable[str]) -> str:
    """Return the tsquery for what any of the tsqueries finds; "" for none."""
    return " | ".join(_wrapped(part) for part in parts)


def _wrapped(part: str) -> str:
    return f"({part})" if " " in part else part
