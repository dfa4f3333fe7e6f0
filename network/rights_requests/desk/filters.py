"""Filters of the request list."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from network.agencies.filters import AgencyFilter

from ..models import CLOSED_STATES, Ground, RightsRequest, RightsRequestState

_OPEN, _LATE = "open", "late"


class RightsRequestFilterSet(WagtailFilterSet):
    """Filters by state, ground and agency. The list shows open requests if no state is chosen."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(_OPEN, _("Open")), (_LATE, _("Overdue only")), *RightsRequestState.choices],
        method="filter_state",
        widget=forms.Select,
        empty_label=_("All states"),
    )
    ground = django_filters.ChoiceFilter(
        label=_("By what right"), choices=Ground.choices, widget=forms.Select
    )
    agency = AgencyFilter()

    class Meta:
        model = RightsRequest
        fields = ["state", "ground", "agency"]

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Filter by one state, by all open requests, or by overdue requests."""
        still_open = rows.exclude(state__in=CLOSED_STATES)
        if value == _OPEN:
            return still_open
        if value == _LATE:
            return still_open.filter(due_on__lt=timezone.localdate())
        return rows.filter(state=value)
