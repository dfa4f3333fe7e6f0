"""Questions put to dated data."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q


class ValidOnQuerySet(models.QuerySet[Any]):
    """Rows with `valid_from` and `valid_to`, either of them open."""

    def valid_on(self, day: dt.date) -> "ValidOnQuerySet":
        """Return the rows in force on `day`, both ends included."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )
