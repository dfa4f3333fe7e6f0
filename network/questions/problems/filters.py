"""Filters of the report list."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from ..models import ProblemKind, ProblemReport

_OPEN, _CLOSED = "open", "closed"


class ProblemFilterSet(WagtailFilterSet):
    """Filters by state and kind. By default only open reports are shown."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(_OPEN, _("Open")), (_CLOSED, _("Closed"))],
        method="filter_state",
        widget=forms.Select,
        empty_label=_("All states"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=ProblemKind.choices, widget=forms.Select
    )

    class Meta:
        model = ProblemReport
        fields = ["state", "kind"]

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(closed_at__isnull=value == _OPEN)
