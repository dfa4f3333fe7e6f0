"""Filters of the agency list."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from network.agencies.models import AgencyKind, AgencyStatus
from network.core.listing import ChoiceFilter

from .selectors import AgencyNeed, agencies_in_need

WANTS = "wants"


class AgencyKindFilter(ChoiceFilter):
    """Filters by kind of agency."""

    title = gettext_lazy("kind")
    parameter_name = "kind"
    any_label = gettext_lazy("All kinds")
    field, values = "kind", AgencyKind.choices


class LifeFilter(ChoiceFilter):
    """Filters by status."""

    title = gettext_lazy("status")
    parameter_name = "status"
    any_label = gettext_lazy("All statuses")
    field, values = "status", AgencyStatus.choices


class NeedFilter(ChoiceFilter):
    """Filters by what an agency needs from the network admin."""

    title = gettext_lazy("wanting")
    parameter_name = WANTS
    any_label = gettext_lazy("Anything or nothing")

    values = [
        (AgencyNeed.SECTION.value, gettext_lazy("Section to be opened")),
        (AgencyNeed.ADMIN.value, gettext_lazy("Admin to be invited")),
        (AgencyNeed.FOOT.value, gettext_lazy("Foot of the page to be completed")),
        (AgencyNeed.ENDING.value, gettext_lazy("Ended, to be closed")),
        (AgencyNeed.KEEPER.value, gettext_lazy("Ended, nobody keeps the archive")),
    ]

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the agencies with the chosen need."""
        return agencies_in_need(queryset, AgencyNeed(chosen), today=timezone.localdate())
