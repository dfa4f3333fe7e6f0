"""Search the register by typed text: a number in any spelling, or words.

Used by the public list, the admin list and the choosers; numbers are parsed as in the hub search.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, IntegerField, Q, Value, When

from network.core.text import fold

from .citations import find_document_numbers
from .models import LegalDocument
from .numbers.asked import NUMBER_MARK, number_marks, read_asked_number
from .standing import superseded_last, with_standing

NEWEST_FIRST = (F("issued_on").desc(nulls_last=True), F("id").desc())


@dataclass(frozen=True, slots=True)
class RegisterQuestion:
    """A parsed query: `words`, and the number keys in it that may exist in the register."""

    words: str
    number_keys: frozenset[str] = frozenset()

    @property
    def condition(self) -> Q:
        """Return the condition that a document has the number or contains all words."""
        if not self.words:
            return Q()
        named = Q(words=SearchQuery(fold(self.words), config="simple"))
        return named | Q(number_key__in=self.number_keys) if self.number_keys else named

    @property
    def number_first(self) -> tuple[Any, ...]:
        """Return ordering expressions that put documents with the number before those that mention
        it."""
        if not self.number_keys:
            return ()
        has_number = When(number_key__in=self.number_keys, then=Value(0))
        return (Case(has_number, default=Value(1), output_field=IntegerField()),)

    @property
    def title_first(self) -> tuple[Any, ...]:
        """Return ordering expressions that put documents whose names hold the words as typed first,
        then those that hold them in this order without marks, then those with all words
        somewhere."""
        if not self.words:
            return ()
        words = " ".join(self.words.split())
        is_named = Q(title__icontains=words) | Q(usual_name__icontains=words)
        phrase = SearchQuery(fold(words), config="simple", search_type="phrase")
        ranks = (When(is_named, then=Value(0)), When(words=phrase, then=Value(1)))
        return (Case(*ranks, default=Value(2), output_field=IntegerField()),)


def in_order(documents: Any, *, day: dt.date) -> Any:
    """Order documents as in every list: superseded ones last, then newest first."""
    return documents.order_by(superseded_last(day), *NEWEST_FIRST)


def documents_of(keys: Collection[int], *, day: dt.date) -> list[LegalDocument]:
    """Return the documents with these ids for display, superseded ones last.

    Otherwise in the order of `keys`; with type, body and `superseded`. One query.
    """
    found = with_standing(LegalDocument.objects.with_register(), day=day).in_bulk(keys)
    shelf = [found[key] for key in keys if key in found]
    return sorted(shelf, key=lambda document: document.superseded)


def documents_found(documents: Any, words: str, *, day: dt.date) -> Any:
    """Return the documents matching `words`: those with the typed number first, then those with the
    words in their names."""
    question = read_question(words)
    found = documents.filter(question.condition)
    best_first = (*question.number_first, *question.title_first)
    return found.order_by(*best_first, superseded_last(day), *NEWEST_FIRST)


def read_question(words: str) -> RegisterQuestion:
    """Parse a typed query. One query if it is a number, otherwise none."""
    written = {number.key for number in find_document_numbers(f"Văn bản số {words}")}
    keys = written | _keys_of(read_asked_number(words))
    return RegisterQuestion(words, frozenset(keys))


def _keys_of(mark: str) -> set[str]:
    """Return the number keys in the register that match a mark from `read_asked_number`."""
    if not mark:
        return set()
    number = mark.removeprefix(NUMBER_MARK).partition("/")[0]
    keys = LegalDocument.objects.filter(number_key__startswith=f"{number}/").order_by()
    return {
        key
        for key in keys.values_list("number_key", flat=True).distinct()
        if mark in number_marks(key)
    }
