"""Model fields used by several floors."""

from typing import Any

from django.core.validators import URLValidator
from django.db import models


class WebURLField(models.URLField):  # type: ignore[type-arg]
    """A URLField for http and https only; Django's also accepts ftp.

    The database enforces this as well (migration `web_addresses` of `network.oversight`), since
    services and imports do not run validators.
    """

    default_validators = [URLValidator(schemes=["http", "https"])]

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Present the field as Django's URLField to migrations, since its column is the same."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.URLField", arguments, options
