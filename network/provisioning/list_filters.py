"""The filters of the list of agencies."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import AgencyKind, AgencyStatus
from network.core.listing import ChoiceFilter

from .selectors import AgencyNeed, agencies_in_need

WANTS = "wants"


class AgencyKindFilter(ChoiceFilter):
    """By what kind of body it is."""

    title = gettext_lazy("kind")
    parameter_name = "kind"
    any_label = gettext_lazy("All kinds")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
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
        return AgencyStatus.choices

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the agencies in that status."""
        return queryset.filter(status=chosen)


class NeedFilter(ChoiceFilter):
    """By what it still wants from the network admin."""

    title = gettext_lazy("wanting")
    parameter_name = WANTS
    any_label = gettext_lazy("Anything or nothing")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            (AgencyNeed.SECTION.value, _("Section to be opened")),
            (AgencyNeed.ADMIN.value, _("Admin to be invited")),
            (AgencyNeed.FOOT.value, _("Foot of the page to be completed")),
            (AgencyNeed.ENDING.value, _("Ended, to be closed")),
        ]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the agencies that want it."""
        return agencies_in_need(queryset, AgencyNeed(chosen), today=timezone.localdate())
