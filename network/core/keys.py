"""Primary keys as people and programs spell them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model


def parse_key(model: type[Model], value: Any) -> Any:
    """Return the primary key that Django reads in `value`, None where it reads none.

    "+5", "5 ", "0_5" and "٥" all mean 5 to it.
    """
    try:
        return model._meta.pk.to_python(value)
    except (ValidationError, OverflowError):
        return None
