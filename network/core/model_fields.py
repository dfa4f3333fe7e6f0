"""Model fields that several floors share."""

from typing import Any

from django.core.validators import URLValidator
from django.db import models


class WebURLField(models.URLField):  # type: ignore[type-arg]
    """A URLField that takes http and https alone; Django's takes ftp as well.

    The database refuses other schemes too (migration `web_addresses` of `network.oversight`), since
    services and imports do not run validators.
    """

    default_validators = [URLValidator(schemes=["http", "https"])]

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Describe the field as Django's own to migrations: its column is the same."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.URLField", arguments, options
