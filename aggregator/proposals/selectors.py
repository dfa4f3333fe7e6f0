"""Who may propose, and whose proposals somebody sees."""

from typing import Any

from django.db.models import QuerySet

from network.agencies.models import AGENCY_ROLES, Agency, Role, RoleGroup
from network.core.sorting import SortKey

from ..models import Proposal, ProposalStatus

PROPOSING = (Role.AUTHOR, Role.AGENCY_ADMIN)


def proposing_agencies(user: Any) -> QuerySet[Agency]:
    """Return the agencies for which `user` may propose now: as author or as admin."""
    return _agencies(user, PROPOSING)


def proposals_of(user: Any) -> QuerySet[Proposal]:
    """Return the proposals of the agencies that `user` serves now, the newest first."""
    return _listed(Proposal.objects.filter(agency__in=_agencies(user, AGENCY_ROLES)))


def proposals_in(status: str) -> QuerySet[Proposal]:
    """Return the proposals of all agencies in a status, the newest first."""
    return _listed(Proposal.objects.filter(status=status))


def waiting_proposals() -> QuerySet[Proposal]:
    """Return the proposals that nobody has answered, the longest waiting first."""
    return proposals_in(ProposalStatus.WAITING).order_by("proposed_at", "pk")


def _agencies(user: Any, roles: tuple[Role, ...]) -> QuerySet[Agency]:
    groups = RoleGroup.objects.filter(role__in=roles, group__user=user.pk)
    return Agency.objects.filter(pk__in=groups.values("agency_id")).order_by(SortKey("name"), "pk")


def _listed(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return rows.select_related("agency", "proposed_by", "decided_by").order_by(
        "-proposed_at", "-pk"
    )
