"""Filters of lists over many agencies."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Agency


class AgencyFilter(django_filters.CharFilter):
    """Filters by agencies whose name or code contains the typed text.

    A text field instead of a choice, because there can be a thousand agencies.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Agency")} | kwargs)

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows of matching agencies, or all rows if nothing was typed."""
        return rows.filter(agency__in=Agency.objects.named(value)) if value else rows
