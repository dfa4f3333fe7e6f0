"""A database-generated column."""

from typing import Any

from django.core.checks import CheckMessage
from django.db import models


class GeneratedColumn(models.GeneratedField):
    """Django's GeneratedField without the database check for generated columns.

    PostgreSQL has supported them since version 12, and the check would require a running database
    for every `manage.py check`.
    """

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Run all checks except those that need the database."""
        return super().check(**kwargs | {"databases": []})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Appear in migrations as Django's GeneratedField."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.GeneratedField", list(arguments), options
