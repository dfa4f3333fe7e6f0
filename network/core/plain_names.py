"""Names without accents and capitals, by the database: found by whoever types none."""

from typing import Any

from django.db.models import Expression, Func, TextField, Value
from django.db.models.functions import Lower

from .text import nfc, strip_marks

# Latin-1, Latin Extended and the letters of Vietnamese.
_LATIN = map(chr, (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)))
_MARKED = "".join(letter for letter in _LATIN if strip_marks(letter).isascii())


def unaccented(name: Any) -> Expression:
    """Return the expression of a name as `unaccented_words` writes what was typed."""
    composed = Func(name, function="normalize", output_field=TextField())
    letters = Value(_MARKED), Value(strip_marks(_MARKED))
    return Lower(Func(composed, *letters, function="translate", output_field=TextField()))


def unaccented_words(typed: str) -> str:
    """Return what was typed to find a name, without accents and capitals."""
    return " ".join(strip_marks(nfc(typed)).lower().split())
