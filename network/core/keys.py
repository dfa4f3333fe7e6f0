"""Parse primary keys from user input."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model


def parse_key(model: type[Model], value: Any) -> Any:
    """Return the primary key that Django reads in `value`, or None if it is invalid.

    Note that Django reads "+5", "5 ", "0_5" and "٥" all as 5.
    """
    try:
        return model._meta.pk.to_python(value)
    except (ValidationError, OverflowError):
        return None
