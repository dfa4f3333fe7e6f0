"""Who may act, and for whom."""

from network.accounts.models import User
from network.core.sorting import SortKey

from ..models import Agency, Role, RoleGroup
from ..models.querysets import AgencyQuerySet


def is_overseer(user: User) -> bool:
    """Return whether `user` is an overseer at this moment."""
    return RoleGroup.objects.filter(role=Role.OVERSEER, group__user=user).exists()


def actable_agencies(words: str = "") -> AgencyQuerySet:
    """Return the agencies with people's roles to act in, whose name or code holds `words`."""
    groups = RoleGroup.objects.filter(agency__isnull=False)
    agencies = Agency.objects.filter(pk__in=groups.values("agency_id")).named(words)
    return agencies.order_by(SortKey("name"), "pk")
