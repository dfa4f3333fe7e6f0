"""Rules of the admin guard for the screens of capacity."""

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess, ObjectKind
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path
from network.agencies.scope import Scope

from .decisions import DecisionsView
from .models import AssignmentDecision, Qualification
from .people_views import QualificationsView
from .resource_views import ResourcesView
from .selectors import (
    administered_ids,
    own_qualifications,
    readable_decisions,
    readable_qualifications,
)

QUALIFICATION, ENTERING_AGENCY = "qualification", "entering_agency"
DECISION = "assignment_decision"


def _qualification(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether the user may read the qualification, or change it if `writing`."""
    rows = own_qualifications(scope) if writing else readable_qualifications(scope)
    return rows.filter(pk=pk).exists()


def _recorded_by(pk: int) -> str | None:
    """Return the code of the agency that recorded the qualification, or None."""
    return Qualification.objects.filter(pk=pk).values_list("agency__code", flat=True).first()


def _decision(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether the user may read the decision's file; it cannot be written by this kind of
    URL."""
    return not writing and readable_decisions(scope).filter(pk=pk).exists()


def _kept_by(pk: int) -> str | None:
    """Return the code of the agency that keeps the decision's file, or None."""
    rows = AssignmentDecision.objects.filter(pk=pk)
    return rows.values_list("agency__code", flat=True).first()


def _administered(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether the user administers the agency."""
    return pk in administered_ids(scope)


KINDS = {
    QUALIFICATION: ObjectAccess(_qualification, _recorded_by),
    ENTERING_AGENCY: ObjectAccess(_administered),
    DECISION: ObjectAccess(_decision, _kept_by),
}
_QUALIFICATION = path(qualification_id=QUALIFICATION)
RULES = {
    **list_rules(QualificationsView, audience=UrlAudience.ADMIN_AND_OVERSEER),
    "capacity:record": Rule(UrlAudience.AGENCY_ADMIN, path(membership_id=ObjectKind.MEMBERSHIP)),
    "capacity:change": Rule(UrlAudience.AGENCY_ADMIN, _QUALIFICATION),
    "capacity:file": Rule(UrlAudience.ADMIN_AND_OVERSEER, _QUALIFICATION),
    **list_rules(DecisionsView, ResourcesView, audience=UrlAudience.ADMIN_AND_OVERSEER),
    "capacity:file_decision": Rule(
        UrlAudience.AGENCY_ADMIN, path(membership_id=ObjectKind.MEMBERSHIP)
    ),
    "capacity:decision_file": Rule(UrlAudience.ADMIN_AND_OVERSEER, path(decision_id=DECISION)),
    "capacity:resources_xlsx": Rule(UrlAudience.ADMIN_AND_OVERSEER, names_nothing()),
    "capacity:enter": Rule(
        UrlAudience.AGENCY_ADMIN, (*path(agency_id=ENTERING_AGENCY), *names_nothing("year"))
    ),
}
