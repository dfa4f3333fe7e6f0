"""Filters of the lists of receipts and tasks."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from network.agencies.filters import AgencyFilter
from network.agencies.scope import scope_now

from ..models import Assignment, AssignmentState, Directive, Recipient
from ..selectors import (
    asking,
    late,
    late_with_a_task,
    readable_directives,
    still_open,
    unreceived,
)

_OPEN, _LATE, _WAITING, _ASKED = "open", "late", "waiting", "asked"


def _sent_directives(request: HttpRequest) -> QuerySet[Directive]:
    """Return the sent directives that the user may read."""
    return readable_directives(scope_now(request)).exclude(sent_at=None)


def _state_filter(*choices: tuple[str, Any]) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=_("State"),
        choices=choices,
        method="filter_state",
        widget=forms.Select,
        empty_label=_("All states"),
    )


class ReceiptFilterSet(WagtailFilterSet):
    """Filters by directive, agency and missing action."""

    directive = django_filters.ModelChoiceFilter(
        label=_("Directive"), queryset=_sent_directives, widget=forms.Select
    )
    state = _state_filter(
        (_WAITING, _("Not received")),
        (_ASKED, _("Asks something")),
        (_LATE, _("Late with a task")),
    )
    agency = AgencyFilter()

    class Meta:
        model = Recipient
        fields = ["directive", "state", "agency"]

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the receipts that are unreceived, have an open question, or have a late task."""
        if value == _WAITING:
            return unreceived(rows)
        if value == _ASKED:
            return asking(rows)
        return late_with_a_task(rows, timezone.localdate())


class AssignmentFilterSet(WagtailFilterSet):
    """Filters by state, directive and agency. By default only tasks that need action are shown."""

    state = _state_filter(
        (_OPEN, _("Still to be done")), (_LATE, _("Overdue tasks only")), *AssignmentState.choices
    )
    directive = django_filters.ModelChoiceFilter(
        "task__directive", label=_("Directive"), queryset=_sent_directives, widget=forms.Select
    )
    agency = AgencyFilter()

    class Meta:
        model = Assignment
        fields = ["state", "directive", "agency"]

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the tasks in a state."""
        if value == _OPEN:
            return still_open(rows)
        if value == _LATE:
            return late(rows, timezone.localdate())
        return rows.filter(state=value)
