"""Queryset for rows with validity dates."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q


class ValidOnQuerySet(models.QuerySet[Any]):
    """Queryset for models with `valid_from` and `valid_to`. Either may be None (unlimited)."""

    def valid_on(self, day: dt.date) -> "ValidOnQuerySet":
        """Return the rows valid on `day`, including the first and last day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )
