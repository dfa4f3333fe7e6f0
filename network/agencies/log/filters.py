"""Narrow the log down."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from ..models import Agency, AuditAction, AuditEntry
from .selectors import agencies_in_log


def _agencies(request: Any) -> Any:
    return agencies_in_log(request.user).order_by("name") if request else Agency.objects.none()


class AuditFilterSet(WagtailFilterSet):
    """By agency (those one may see), by what was done, by day."""

    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"), queryset=_agencies, widget=forms.Select
    )
    action = django_filters.ChoiceFilter(
        label=_("Action"), choices=AuditAction.choices, widget=forms.Select
    )
    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = ["agency", "action", "at"]
