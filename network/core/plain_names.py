"""Search names in the database without regard to accents and capitals."""

from itertools import chain
from typing import Any

from django.db.models import Expression, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Lower

from .text import nfc, strip_marks

# Latin-1, Latin Extended, and the Vietnamese letters.
_LATIN = map(chr, (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)))
_MARKED = "".join(letter for letter in _LATIN if strip_marks(letter).isascii())
# Limit of the input, because each word adds a condition.
_LONGEST = 200


def unaccented(name: Any) -> Expression:
    """Return the SQL expression for a name, normalised like `unaccented_words` normalises input."""
    composed = Func(name, function="normalize", output_field=TextField())
    letters = Value(_MARKED), Value(strip_marks(_MARKED))
    return Lower(Func(composed, *letters, function="translate", output_field=TextField()))


def with_words[Rows: QuerySet[Any]](rows: Rows, typed: str, *columns: str) -> Rows:
    """Filter rows whose `columns` together contain each word of the input. Columns must not be
    NULL."""
    parts = chain.from_iterable((column, Value(" ")) for column in columns)
    whole = Concat(*parts, output_field=TextField())
    wanted = unaccented_words(typed[:_LONGEST]).split()
    named = rows.alias(named=unaccented(whole)) if wanted else rows
    return named.filter(*(Q(named__contains=word) for word in wanted))


def unaccented_words(typed: str) -> str:
    """Return the input without accents, in lower case, with single blanks."""
    return " ".join(strip_marks(nfc(typed)).lower().split())
