"""Queries for proposals and for the agencies that a user may propose for."""

from typing import Any

from django.db.models import QuerySet

from network.agencies.models import AGENCY_ROLES, Agency, Role, RoleGroup
from network.core.sorting import SortKey

from ..models import Proposal, ProposalStatus

PROPOSING = (Role.AUTHOR, Role.AGENCY_ADMIN)


def proposing_agencies(user: Any) -> QuerySet[Agency]:
    """Return the agencies for which `user` may propose today, as author or agency admin."""
    return _agencies(user, PROPOSING)


def proposals_of(user: Any) -> QuerySet[Proposal]:
    """Return the proposals of all agencies that `user` serves today, newest first."""
    return _listed(Proposal.objects.filter(agency__in=_agencies(user, AGENCY_ROLES)))


def proposals_in(status: str) -> QuerySet[Proposal]:
    """Return all agencies' proposals with a status, newest first."""
    return _listed(Proposal.objects.filter(status=status))


def waiting_proposals() -> QuerySet[Proposal]:
    """Return the proposals without answer, oldest first."""
    return proposals_in(ProposalStatus.WAITING).order_by("proposed_at", "pk")


def _agencies(user: Any, roles: tuple[Role, ...]) -> QuerySet[Agency]:
    """Return the agencies in which the user holds one of the roles today."""
    groups = RoleGroup.objects.filter(role__in=roles, group__user=user.pk)
    return Agency.objects.filter(pk__in=groups.values("agency_id")).order_by(SortKey("name"), "pk")


def _listed(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return the proposals with related rows, newest first."""
    return rows.select_related("agency", "proposed_by", "decided_by").order_by(
        "-proposed_at", "-pk"
    )
