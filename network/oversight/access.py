"""Access to the findings of an agency, and to what it writes to the overseer."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.guard.owners import ObjectAccess
from network.agencies.models import Role
from network.agencies.scope import Scope

from .models import Finding

# Roles that may read the findings of all agencies. For report viewers `keep_public` removes
# confidential evidence.
READS_ALL = frozenset({Role.OVERSEER, Role.NETWORK_ADMIN, Role.REPORT_VIEWER})


def sees_findings(scope: Scope, agency_id: int) -> bool:
    """Return whether the user may read the findings of this agency."""
    return agency_id in scope.agency_roles or not READS_ALL.isdisjoint(scope.roles)


def hears(scope: Scope, agency_id: int) -> bool:
    """Return whether the user may read what this agency writes to the overseer."""
    return agency_id in scope.agency_roles or Role.OVERSEER in scope.roles


def keep_public(findings: Iterable[Finding]) -> None:
    """Remove confidential evidence from `findings` (in memory), for users for whom `hears` is
    False. One query.

    Removes what the agency wrote itself, and the titles of pages that are no longer published.
    """
    found = list(findings)
    pages = {row.get("page") for each in found for row in each.evidence} - {None}
    live = set(Page.objects.live().filter(pk__in=pages).values_list("pk", flat=True))
    for each in found:
        for row in each.evidence:
            # Without a note it is the system's own sentence that nothing was declared.
            if each.requirement.is_declared and row["note"]:
                row["label"], row["note"] = row["note"], ""
            elif row.get("page") not in {None, *live}:
                row["label"] = _("A draft")


def _findings_of(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether the user may read the agency's findings, or act for the agency if
    `writing`."""
    return pk in scope.agency_roles if writing else sees_findings(scope, pk)


def _finding(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether the user may read the finding, or act for its agency if `writing`."""
    agency = Finding.objects.filter(pk=pk).values_list("agency_id", flat=True).first()
    return agency is not None and _findings_of(agency, user, scope, writing)


JUDGED_AGENCY, FINDING, DISPUTE = "judged_agency", "finding", "dispute"
OUTREACH = "outreach"
KINDS = {JUDGED_AGENCY: ObjectAccess(_findings_of), FINDING: ObjectAccess(_finding)}
