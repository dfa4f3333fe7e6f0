"""Filters of the diary."""

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

from ..models import Activity, ActivityForm, Audience, CountedAs
from ..selectors import commune_choices
from .periods import period_choices, span_of


def topics(request: HttpRequest | None = None) -> QuerySet[Topic]:
    """Return all topics in Vietnamese alphabetical order."""
    return Topic.objects.order_by(SortKey("name"))


def activity_forms(request: HttpRequest | None = None) -> QuerySet[ActivityForm]:
    """Return all forms, including those no longer valid."""
    return ActivityForm.objects.all()


def audiences(request: HttpRequest | None = None) -> QuerySet[Audience]:
    """Return all audiences, including those no longer valid."""
    return Audience.objects.all()


class PeriodFilter(django_filters.ChoiceFilter):
    """Filter by year or half-year."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Counted period"),
            choices=lambda: period_choices(timezone.localdate()),
            widget=forms.Select,
            **kwargs,
        )

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows within the period."""
        span = span_of(value or "")
        return rows.filter(held_on__range=span) if span else rows


class ActivityFilterSet(WagtailFilterSet):
    """Filters by period, form, topic, audience, place and agency."""

    period = PeriodFilter(empty_label=_("All the time"))
    counted_as = django_filters.ChoiceFilter(
        "form__counted_as", label=_("Counted as"), choices=CountedAs.choices, widget=forms.Select
    )
    form = django_filters.ModelChoiceFilter(
        label=_("Form"), queryset=activity_forms, widget=forms.Select
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), queryset=topics, to_field_name="slug", widget=forms.Select
    )
    audience = django_filters.ModelChoiceFilter(
        label=_("Audience"), queryset=audiences, widget=forms.Select
    )
    commune = django_filters.ChoiceFilter(
        label=_("Commune or ward"), choices=commune_choices, widget=forms.Select
    )
    agency = AgencyFilter()

    class Meta:
        model = Activity
        fields = ["period", "counted_as", "form", "topic", "audience", "commune", "agency"]
