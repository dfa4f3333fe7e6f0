"""Select the agencies for which an overseer can act."""

from network.core.sorting import SortKey

from ..models import Agency, RoleGroup
from ..models.querysets import AgencyQuerySet


def actable_agencies(words: str = "") -> AgencyQuerySet:
    """Return the agencies with role groups whose name or code contains `words`, ordered by name."""
    groups = RoleGroup.objects.filter(agency__isnull=False)
    agencies = Agency.objects.filter(pk__in=groups.values("agency_id")).named(words)
    return agencies.order_by(SortKey("name"), "pk")
