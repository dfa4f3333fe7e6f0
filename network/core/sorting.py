"""Names in the order of the Vietnamese alphabet, by the database.

PostgreSQL is installed without ICU here and sorts by code points, where Đ and Ă come behind Z. Its
function `core_sort_key` is `network.core.text.sort_key` for the letters of Vietnamese; `tests/core`
holds the two together.
"""

from typing import Any

from django.db.models import Expression, F, Func, TextField, Value
from django.db.models.functions import Concat

# Columns of names, which stand in the order of the Vietnamese alphabet.
NAMES = frozenset({"name", "short_name", "title"})


class SortKey(Func):
    """The key of a name: order_by(SortKey("name"))."""

    function = "core_sort_key"
    output_field = TextField()
    arity = 1


def alphabetical(field: Any) -> Any:
    """Return what to order by in the place of a column of names ("title", "-name"): its key.

    Anything else is given back as it is.
    """
    if not isinstance(field, str) or field.removeprefix("-") not in NAMES:
        return field
    key = SortKey(field.removeprefix("-"))
    return key.desc() if field.startswith("-") else key.asc()


def person_order(prefix: str = "") -> Expression:
    """Return the key that lists people by given name, the last word, then by the words before.

    `prefix` leads from the row to the person: "user__".
    """
    name = Concat(F(f"{prefix}last_name"), Value(" "), F(f"{prefix}first_name"))
    return Func(name, function="core_person_sort_key", output_field=TextField())
