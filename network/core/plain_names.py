"""Names without accents and capitals, by the database: found by whoever types none."""

from itertools import chain
from typing import Any

from django.db.models import Expression, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Lower

from .text import nfc, strip_marks

# Latin-1, Latin Extended and the letters of Vietnamese.
_LATIN = map(chr, (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)))
_MARKED = "".join(letter for letter in _LATIN if strip_marks(letter).isascii())
# Each word of what was typed is a condition of its own.
_LONGEST = 200


def unaccented(name: Any) -> Expression:
    """Return the expression of a name as `unaccented_words` writes what was typed."""
    composed = Func(name, function="normalize", output_field=TextField())
    letters = Value(_MARKED), Value(strip_marks(_MARKED))
    return Lower(Func(composed, *letters, function="translate", output_field=TextField()))


def with_words[Rows: QuerySet[Any]](rows: Rows, typed: str, *columns: str) -> Rows:
    """Return the rows that hold each word of what was typed in one of `columns`, none empty."""
    parts = chain.from_iterable((column, Value(" ")) for column in columns)
    whole = Concat(*parts, output_field=TextField())
    wanted = unaccented_words(typed[:_LONGEST]).split()
    named = rows.alias(named=unaccented(whole)) if wanted else rows
    return named.filter(*(Q(named__contains=word) for word in wanted))


def unaccented_words(typed: str) -> str:
    """Return what was typed to find a name, without accents and capitals."""
    return " ".join(strip_marks(nfc(typed)).lower().split())
