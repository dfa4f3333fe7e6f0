"""The documents that people look up first, shown above the whole list.

Higher layers register functions that return document numbers, the most important first.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from network.core.registry import Registry

from ..citations import find_document_numbers
from ..models import LegalDocument
from ..standing import with_standing

SHOWN = 6
LOOKED_UP = Registry[Callable[[], Iterable[str]]]("numbers of documents that people look up first")


def documents_looked_up(*, day: dt.date) -> list[LegalDocument]:
    """Return the first SHOWN of them that are confirmed and not superseded on `day`. One query."""
    numbers = [number for numbers_of in LOOKED_UP.values() for number in numbers_of()]
    written = find_document_numbers("; ".join(f"số {number}" for number in numbers))
    keys = list(dict.fromkeys(number.key for number in written))
    named = LegalDocument.objects.with_register().filter(
        number_key__in=keys, confirmed_at__isnull=False
    )
    found = [each for each in with_standing(named, day=day) if not each.superseded]
    return sorted(found, key=lambda each: keys.index(each.number_key))[:SHOWN]
