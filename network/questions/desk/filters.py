"""Filters of the question list."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from legal_updates.models import Topic
from network.agencies.filters import AgencyFilter
from network.core.sorting import SortKey

from ..models import CLOSED_STATES, Question, QuestionState

_OPEN, _LATE = "open", "late"


def _topics(request: HttpRequest | None) -> QuerySet[Topic]:
    """Return all topics in Vietnamese alphabetical order."""
    return Topic.objects.order_by(SortKey("name"))


class QuestionFilterSet(WagtailFilterSet):
    """Filters by state, topic and agency. By default only open questions are shown."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(_OPEN, _("Open")), (_LATE, _("Overdue only")), *QuestionState.choices],
        method="filter_state",
        widget=forms.Select,
        empty_label=_("All states"),
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), queryset=_topics, to_field_name="slug", widget=forms.Select
    )
    agency = AgencyFilter()

    class Meta:
        model = Question
        fields = ["state", "topic", "agency"]

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        still_open = rows.exclude(state__in=CLOSED_STATES)
        if value == _OPEN:
            return still_open
        if value == _LATE:
            return still_open.filter(due_on__lt=timezone.localdate())
        return rows.filter(state=value)
