"""Queries of qualifications, decisions and resources, and who may read them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from network.agencies.models import AGENCY_ROLES, Membership, Role
from network.agencies.scope import Scope

from .models import AssignmentDecision, Qualification, Resource, ResourceQuerySet


def qualified_to_appraise(user_ids: Collection[int], *, day: dt.date) -> dict[int, list[str]]:
    """Return {user id: qualifications for appraising on `day`, in words}, without users who have
    none. One query."""
    rows = Qualification.objects.valid_on(day).filter(user__in=user_ids, kind__for_appraisal=True)
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows.select_related("kind").order_by("kind__order", "-received_on"):
        found[row.user_id].append(row.words)
    return found


def administered_ids(scope: Scope) -> list[int]:
    """Return the ids of the agencies that the user administers."""
    return [pk for pk, roles in scope.agency_roles.items() if Role.AGENCY_ADMIN in roles]


def listed_people(scope: Scope, *, today: dt.date) -> QuerySet[Membership]:
    """Return today's and future memberships of the agencies that the user administers, for
    overseers of all.

    `user.qualifications` are prefetched, and `qualified` says whether the person may appraise.
    """
    rows = Membership.objects.filter(role__in=AGENCY_ROLES).exclude(valid_to__lt=today)
    if Role.OVERSEER not in scope.roles:
        rows = rows.filter(agency__in=administered_ids(scope))
    valid = Qualification.objects.valid_on(today).filter(kind__for_appraisal=True)
    held = Prefetch("user__qualifications", Qualification.objects.select_related("kind"))
    return (
        rows.annotate(qualified=Exists(valid.filter(user=OuterRef("user"))))
        .select_related("user", "agency")
        .prefetch_related(held)
        .order_by("user__sort_name", "user_id", "pk")
    )


def readable_qualifications(scope: Scope) -> QuerySet[Qualification]:
    """Return the qualifications of people in administered agencies and those recorded by these; for
    overseers all."""
    rows = Qualification.objects.all()
    if Role.OVERSEER in scope.roles:
        return rows
    own = administered_ids(scope)
    served = Membership.objects.filter(agency__in=own, role__in=AGENCY_ROLES)
    return rows.filter(Q(agency__in=own) | Q(user__in=served.values("user")))


def own_qualifications(scope: Scope) -> QuerySet[Qualification]:
    """Return the qualifications recorded by an agency that the user administers."""
    return Qualification.objects.filter(agency__in=administered_ids(scope))


def readable_resources(scope: Scope) -> ResourceQuerySet:
    """Return the resources of the agencies that the user administers, for overseers all."""
    rows = Resource.objects.all()
    if Role.OVERSEER in scope.roles:
        return rows
    return rows.filter(agency__in=administered_ids(scope))


def named_memberships(scope: Scope) -> QuerySet[Membership]:
    """Return the memberships with a decision number in the agencies that the user administers, for
    overseers all."""
    rows = Membership.objects.filter(role__in=AGENCY_ROLES).exclude(decision_number="")
    if Role.OVERSEER in scope.roles:
        return rows
    return rows.filter(agency__in=administered_ids(scope))


def readable_decisions(scope: Scope) -> QuerySet[AssignmentDecision]:
    """Return the decisions of the agencies that the user administers, for overseers all."""
    rows = AssignmentDecision.objects.all()
    if Role.OVERSEER in scope.roles:
        return rows
    return rows.filter(agency__in=administered_ids(scope))
