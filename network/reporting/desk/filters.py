"""Filters of the report list."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from network.agencies.filters import AgencyFilter
from network.agencies.models import AgencyKind

from ..models import RECEIVED_STATES, Period, Report, ReportState
from ..selectors import FEWEST_FIGURES, late_ones

MISSING, LATE, EMPTY = "missing", "late", "empty"


def periods(request: HttpRequest | None = None) -> QuerySet[Period]:
    """Return all periods; they belong to the network."""
    return Period.objects.all()


class ReportFilterSet(WagtailFilterSet):
    """Filters by period, state, kind of agency, way of submission, and agency."""

    period = django_filters.ModelChoiceFilter(
        label=_("Reporting period"), queryset=periods, widget=forms.Select
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            (MISSING, _("Not handed in")),
            (LATE, _("Handed in late")),
            (EMPTY, _("Handed in, but empty")),
            *ReportState.choices,
        ],
        method="filter_state",
        widget=forms.Select,
        empty_label=_("All states"),
    )
    kind = django_filters.ChoiceFilter(
        "agency__kind",
        label=_("Kind of agency"),
        choices=AgencyKind.choices,
        widget=forms.Select,
        empty_label=_("All kinds"),
    )
    on_paper = django_filters.BooleanFilter(
        label=_("On paper"),
        widget=forms.Select(
            choices=[("", _("Either way")), ("true", _("Yes")), ("false", _("No"))]
        ),
    )
    agency = AgencyFilter()

    class Meta:
        model = Report
        fields = ["period", "state", "kind", "on_paper", "agency"]

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the reports in a state, or those that are missing, late or empty."""
        if value == MISSING:
            return rows.exclude(state__in=RECEIVED_STATES)
        if value == LATE:
            return rows.filter(pk__in=late_ones(rows))
        if value == EMPTY:
            return rows.filter(state__in=RECEIVED_STATES, known__lt=FEWEST_FIGURES)
        return rows.filter(state=value)
