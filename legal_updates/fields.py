"""A column that PostgreSQL fills."""

from typing import Any

from django.core.checks import CheckMessage
from django.db import models


class GeneratedColumn(models.GeneratedField):
    """Django's field, without asking the server whether it knows generated columns.

    PostgreSQL has had them since version 12; the question made every check of the settings need a
    running database.
    """

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Check all but the server."""
        return super().check(**kwargs | {"databases": []})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Appear in migrations as the field it is."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.GeneratedField", list(arguments), options
