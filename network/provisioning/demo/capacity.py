"""Decisions and qualifications of people, resources of two agencies. Safe to run twice."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from network.agencies.models import AGENCY_ROLES, Agency, Membership, Role
from network.capacity.decisions import file_decision
from network.capacity.models import AssignmentDecision, BudgetLine, QualificationKind, Resource
from network.capacity.resource_services import ResourceFacts, enter_resources
from network.capacity.services import QualificationFacts, record_qualification

from .data import FOLDER, read_json

# One page that says that it is made up.
DECISION = FOLDER / "files" / "quyet-dinh-phan-cong.pdf"


def load_qualifications(*, now: dt.datetime) -> None:
    """Record what people of each role have, by their agency's admin; one appraiser has nothing."""
    data = read_json("capacity.json")
    kinds = QualificationKind.objects.in_bulk(field_name="key")
    rows = Membership.objects.filter(role__in=AGENCY_ROLES).select_related("user", "agency")
    admins = {row.agency_id: row.user for row in rows if row.role == Role.AGENCY_ADMIN}
    without = rows.filter(user__qualifications=None).exclude(user__username__in=data["without"])
    for membership in without:
        admin = admins.get(membership.agency_id)
        if admin is None:
            continue
        for row in data["qualifications"][membership.role]:
            until = row.get("valid_until")
            facts = QualificationFacts(
                kind=kinds[row["kind"]],
                title=row["title"],
                received_on=dt.date.fromisoformat(row["received_on"]),
                valid_until=dt.date.fromisoformat(until) if until else None,
            )
            record_qualification(membership=membership, facts=facts, actor=admin, now=now)


def load_decisions(*, now: dt.datetime) -> None:
    """Keep the decision that names one agency's people; of the others the file is missing."""
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
    """Enter this year and the last one, where nothing is entered."""
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
