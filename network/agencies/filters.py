"""How lists of many agencies are narrowed down."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Agency


class AgencyFilter(django_filters.CharFilter):
    """By agencies whose name or code holds what was typed.

    Typed, not chosen: a thousand agencies are no list to choose from.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Agency")} | kwargs)

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows of these agencies, all of them where nothing was typed."""
        return rows.filter(agency__in=Agency.objects.named(value)) if value else rows
