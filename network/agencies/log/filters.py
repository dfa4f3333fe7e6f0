"""Narrow the log down."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from ..models import AuditEntry, action_choices
from .selectors import agencies_in_log


class AuditFilterSet(WagtailFilterSet):
    """By agency (those one may see), by what was done, by day."""

    # Typed, not chosen: a thousand agencies are no list to choose from.
    agency = django_filters.CharFilter(label=_("Agency"), method="filter_agency")
    action = django_filters.ChoiceFilter(
        label=_("Action"), choices=action_choices, widget=forms.Select
    )
    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        if self.request is None or agencies_in_log(self.request.user).count() < 2:
            del self.filters["agency"]

    def filter_agency(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the lines of agencies whose name or code holds what was typed."""
        known = agencies_in_log(self.request.user)
        return rows.filter(agency__in=known.named(value))
