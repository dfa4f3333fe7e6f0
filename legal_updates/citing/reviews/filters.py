"""How the lists of the whole network are narrowed down."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from network.agencies.models import Agency

from ...models import PageReview


class ReviewFilterSet(WagtailFilterSet):
    """By agency, and what is overdue."""

    # Typed, not chosen: a thousand agencies are no list to choose from.
    agency = django_filters.CharFilter(label=_("Agency"), method="filter_agency")
    overdue = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=[("on", _("Overdue only"))],
        method="filter_overdue",
        widget=forms.Select,
    )

    class Meta:
        model = PageReview
        fields = ["agency", "overdue"]

    def filter_agency(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the reviews of agencies whose name or code holds what was typed."""
        return rows.filter(agency__in=Agency.objects.named(value))

    def filter_overdue(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the reviews whose day is over."""
        return rows.filter(due_on__lt=timezone.localdate())
