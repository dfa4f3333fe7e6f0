"""Demo assignment decisions, qualifications, and resources of two agencies. Safe to run twice."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Agency, AuditEntry, Membership, Role
from network.capacity.actions import CapacityAction
from network.capacity.decisions import file_decision
from network.capacity.models import (
    AssignmentDecision,
    BudgetLine,
    Qualification,
    QualificationKind,
    Resource,
)
from network.capacity.resource_services import ResourceFacts, enter_resources

from .data import FOLDER, read_json

# A single page that says that it is invented.
DECISION = FOLDER / "files" / "quyet-dinh-phan-cong.pdf"


@transaction.atomic
def load_qualifications(*, now: dt.datetime) -> None:
    """Record qualifications for the users of each role, by their agency's admin, in bulk.

    One appraiser gets none. Users with a qualification are left unchanged.
    """
    data = read_json("capacity.json")
    kinds = QualificationKind.objects.in_bulk(field_name="key")
    rows = Membership.objects.filter(role__in=AGENCY_ROLES).select_related("user", "agency")
    admins = {row.agency_id: row.user for row in rows if row.role == Role.AGENCY_ADMIN}
    without = rows.filter(user__qualifications=None).exclude(user__username__in=data["without"])
    made = Qualification.objects.bulk_create(
        Qualification(
            agency=membership.agency,
            user=membership.user,
            recorded_by=admins[membership.agency_id],
            recorded_at=now,
            kind=kinds[row["kind"]],
            title=row["title"],
            received_on=dt.date.fromisoformat(row["received_on"]),
            valid_until=dt.date.fromisoformat(until) if (until := row.get("valid_until")) else None,
        )
        for membership in without
        if membership.agency_id in admins
        for row in data["qualifications"][membership.role]
    )
    AuditEntry.objects.bulk_create(_recorded(row, admins[row.agency_id]) for row in made)


def _recorded(row: Qualification, admin: User) -> AuditEntry:
    """Return the audit log entry. The demo's agency admins have no other role."""
    return AuditEntry(
        at=row.recorded_at,
        actor=admin,
        actor_name=admin.logged_name,
        roles=[Role.AGENCY_ADMIN],
        agency=row.agency,
        action=CapacityAction.RECORDED,
        subject=row.user.logged_name,
        detail={"note": str(row.kind)},
        about_type=ContentType.objects.get_for_model(User),
        about_id=row.user_id,
    )


def load_decisions(*, now: dt.datetime) -> None:
    """Store the decision that assigns one agency's users; for the other agencies the file is
    missing."""
    for row in read_json("capacity.json")["decisions"]:
        named = Membership.objects.filter(
            agency__code=row["agency"], decision_number=row["number"], role=Role.AGENCY_ADMIN
        )
        admin = named.latest("pk")
        kept = AssignmentDecision.objects.filter(agency=admin.agency, number=row["number"])
        if not kept.exists():
            file_decision(
                membership=admin,
                decided_on=dt.date.fromisoformat(row["decided_on"]),
                file=SimpleUploadedFile("quyet-dinh-phan-cong.pdf", DECISION.read_bytes()),
                actor=admin.user,
                now=now,
            )


def load_resources(*, now: dt.datetime) -> None:
    """Enter the resources of this year and last year, unless there are any."""
    lines = BudgetLine.objects.in_bulk(field_name="key")
    for row in read_json("capacity.json")["resources"]:
        agency = Agency.objects.get(code=row["agency"])
        year = timezone.localdate(now).year - row["years_ago"]
        if Resource.objects.filter(agency=agency, year=year).exists():
            continue
        admin = Membership.objects.filter(agency=agency, role=Role.AGENCY_ADMIN).latest("pk")
        facts = ResourceFacts(
            people=row["people"],
            equipment=row["equipment"],
            plan_number=row["plan_number"],
            amounts={lines[key]: tuple(sums) for key, sums in row["amounts"].items()},
        )
        enter_resources(agency=agency, year=year, facts=facts, actor=admin.user, now=now)
