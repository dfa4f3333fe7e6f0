"""Select the audit entries that a user may read."""

from django.db.models import QuerySet

from network.accounts.models import User

from ..models import Agency, AuditEntry, Role, RoleGroup
from ..models.querysets import AgencyQuerySet
from ..people.selectors import administered_agencies

READS_ALL = (Role.OVERSEER, Role.NETWORK_ADMIN)


def reads_whole_log(user: User) -> bool:
    """Return whether `user` is an overseer or network admin now, and so reads the whole log."""
    return RoleGroup.objects.filter(role__in=READS_ALL, group__user=user).exists()


def agencies_in_log(user: User) -> AgencyQuerySet:
    """Return the agencies whose audit entries `user` may read."""
    return Agency.objects.all() if reads_whole_log(user) else administered_agencies(user)


def readable_entries(user: User) -> QuerySet[AuditEntry]:
    """Return the audit entries `user` may read, newest first. Entries without agency are for
    network roles only."""
    entries = AuditEntry.objects.select_related("agency").order_by("-at", "-pk")
    if reads_whole_log(user):
        return entries
    return entries.filter(agency__in=administered_agencies(user))
