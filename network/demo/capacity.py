"""Demo assignment decisions, qualifications, and resources of two agencies. Safe to run twice."""

import datetime as dt
import io

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from pypdf import PdfWriter

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Agency, AuditEntry, Membership, Role
from network.capacity.actions import CapacityAction
from network.capacity.models import (
    AssignmentDecision,
    BudgetLine,
    Qualification,
    QualificationKind,
    Resource,
)
from network.capacity.resource_services import ResourceFacts, enter_resources

from .data import FOLDER, read_json

# A page that says that it is a demonstration.
PAPER = FOLDER / "files" / "ban-minh-hoa.pdf"


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
    """Return the audit log entry of a recorded qualification."""
    action, detail = CapacityAction.RECORDED, {"note": str(row.kind)}
    subject = row.user.logged_name
    return _entry(row.recorded_at, admin, row.agency, action, row.user, subject, detail)


def _entry(
    at: dt.datetime,
    admin: User,
    agency: Agency,
    action: CapacityAction,
    about: Model,
    subject: str = "",
    detail: dict[str, str] | None = None,
) -> AuditEntry:
    """Return an audit log entry. The demo's agency admins have no other role."""
    return AuditEntry(
        at=at,
        actor=admin,
        actor_name=admin.logged_name,
        roles=[Role.AGENCY_ADMIN],
        agency=agency,
        action=action,
        subject=subject or str(about),
        detail=detail or {},
        about_type=ContentType.objects.get_for_model(about),
        about_id=about.pk,
    )


@transaction.atomic
def load_papers(*, now: dt.datetime) -> None:
    """Keep a file of each agency's decisions of assignment and of its appraisers' qualifications,
    except of one agency, which still has to do it.

    The file says that it is a demonstration. Its title differs, so that sample audits do not report
    the same file of several agencies.
    """
    rows = Membership.objects.exclude(agency__code=read_json("capacity.json")["without_papers"])
    rows = rows.exclude(decision_number="").select_related("agency", "user").order_by("pk")
    admins = {row.agency_id: row for row in rows if row.role == Role.AGENCY_ADMIN}
    kept = set(AssignmentDecision.objects.values_list("agency", "number"))
    named = {(row.agency_id, row.decision_number): row for row in rows if row.agency_id in admins}
    made = AssignmentDecision.objects.bulk_create(
        _decision(row, admins[row.agency_id].user, now)
        for key, row in named.items()
        if key not in kept
    )
    AuditEntry.objects.bulk_create(
        _entry(now, admins[row.agency_id].user, row.agency, CapacityAction.FILE_KEPT, row)
        for row in made
    )
    people = {row.user_id for row in rows if row.role == Role.APPRAISER}
    for row in Qualification.objects.filter(user__in=people, file="").select_related("agency"):
        row.file.save(PAPER.name, _paper(f"{row.title}, {row.agency}"))


def _decision(row: Membership, admin: User, now: dt.datetime) -> AssignmentDecision:
    """Return the unsaved decision that a membership names, with its file."""
    return AssignmentDecision(
        agency=row.agency,
        number=row.decision_number,
        decided_on=row.valid_from,
        file=_paper(f"{row.decision_number}, {row.agency}"),
        recorded_by=admin,
        recorded_at=now,
    )


def _paper(title: str) -> ContentFile[bytes]:
    """Return the placeholder file with this title."""
    writer, out = PdfWriter(clone_from=PAPER), io.BytesIO()
    writer.add_metadata({"/Title": f"Bản minh họa: {title}"})
    writer.write(out)
    return ContentFile(out.getvalue(), name=PAPER.name)


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
