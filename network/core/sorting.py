"""Sort names in the order of the Vietnamese alphabet in the database.

PostgreSQL has no ICU here and sorts by code points, so Đ and Ă come after Z. Its function
`core_sort_key` equals `network.core.text.sort_key` for Vietnamese letters; `tests/core` compares
the two.
"""

from typing import Any

from django.db.models import Expression, F, Func, TextField, Value
from django.db.models.functions import Concat

# Columns of names, sorted by the Vietnamese alphabet.
NAMES = frozenset({"name", "short_name", "title"})


class SortKey(Func):
    """Sort key of a name, as in order_by(SortKey("name"))."""

    function = "core_sort_key"
    output_field = TextField()
    arity = 1


def alphabetical(field: Any) -> Any:
    """Return the sort key for a name column ("title", "-name"). Other fields are returned
    unchanged."""
    if not isinstance(field, str) or field.removeprefix("-") not in NAMES:
        return field
    key = SortKey(field.removeprefix("-"))
    return key.desc() if field.startswith("-") else key.asc()


def person_order(prefix: str = "") -> Expression:
    """Return the sort key of people: by given name, the last word, then by the words before it.

    `prefix` is the lookup path from the row to the user, e.g. "user__".
    """
    name = Concat(F(f"{prefix}last_name"), Value(" "), F(f"{prefix}first_name"))
    return Func(name, function="core_person_sort_key", output_field=TextField())
