"""Filters of the network-wide review lists."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from network.agencies.filters import AgencyFilter

from ...models import PageReview


class ReviewFilterSet(WagtailFilterSet):
    """Filters by agency and by overdue reviews."""

    agency = AgencyFilter()
    overdue = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=[("on", _("Overdue only"))],
        method="filter_overdue",
        widget=forms.Select,
    )

    class Meta:
        model = PageReview
        fields = ["agency", "overdue"]

    def filter_overdue(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the overdue reviews."""
        return rows.filter(due_on__lt=timezone.localdate())
