"""Who sees the findings of which agency."""

from network.accounts.models import User
from network.agencies.guard.owners import ObjectAccess
from network.agencies.models import Role
from network.agencies.scope import Scope

from .models import Finding

# They see the findings of all; report viewers too, since no finding names a person.
READS_ALL = frozenset({Role.OVERSEER, Role.NETWORK_ADMIN, Role.REPORT_VIEWER})


def sees_findings(scope: Scope, agency_id: int) -> bool:
    """Return whether the findings of this agency are the person's to see."""
    return agency_id in scope.agency_roles or not READS_ALL.isdisjoint(scope.roles)


def _findings_of(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return pk in scope.agency_roles if writing else sees_findings(scope, pk)


def _finding(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    agency = Finding.objects.filter(pk=pk).values_list("agency_id", flat=True).first()
    return agency is not None and _findings_of(agency, user, scope, writing)


JUDGED_AGENCY, FINDING, DISPUTE = "judged_agency", "finding", "dispute"
KINDS = {JUDGED_AGENCY: ObjectAccess(_findings_of), FINDING: ObjectAccess(_finding)}
