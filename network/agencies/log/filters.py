"""Filters of the audit log."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from ..filters import AgencyFilter
from ..models import AuditEntry, action_choices
from .selectors import agencies_in_log


class AuditFilterSet(WagtailFilterSet):
    """Filters by agency (those the user may see), action and day."""

    agency = AgencyFilter()
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
