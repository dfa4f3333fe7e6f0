"""The filters of the list of agencies."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from network.agencies.models import AgencyKind, AgencyStatus
from network.core.listing import ChoiceFilter


class KindFilter(ChoiceFilter):
    """By what kind of body it is."""

    title = gettext_lazy("kind")
    parameter_name = "kind"
    any_label = gettext_lazy("All kinds")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the kinds."""
        return AgencyKind.choices

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the agencies of that kind."""
        return queryset.filter(kind=chosen)


class LifeFilter(ChoiceFilter):
    """By whether it is active still."""

    title = gettext_lazy("status")
    parameter_name = "status"
    any_label = gettext_lazy("All statuses")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the statuses."""
        return AgencyStatus.choices

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the agencies in that status."""
        return queryset.filter(status=chosen)
