"""Filters of the list of all roles."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from ..filters import AgencyFilter
from ..models import Membership, Role
from .selectors import conditions_on_memberships

# Keys of `conditions_on_memberships`; "" is the default.
STATES = [
    ("ending", _("Ending within 30 days")),
    ("unsafe", _("Without a second factor")),
    ("ended", _("Ended roles")),
]


class PeopleOverviewFilterSet(WagtailFilterSet):
    """Filters by agency, role and state. Ended roles are listed only on request."""

    agency = AgencyFilter()
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, widget=forms.Select)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=STATES,
        empty_label=_("Serving today or to come"),
        widget=forms.Select,
        method="leave_state",
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows in the chosen state, restricted by the other filters."""
        state = self.form.cleaned_data.get("state") or ""
        today: dt.date = timezone.localdate()
        return super().filter_queryset(queryset.filter(conditions_on_memberships(today)[state]))

    def leave_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the rows unchanged: `filter_queryset` applies the state, also if none is
        chosen."""
        return rows
