"""Rows of the overseer's rooms that a house owns: directives, findings, what was said of them."""

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from network.agencies.models import Agency
from network.channels.models import CaseAuthority, CaseState, ChannelState, Post
from network.commune_standard.models import CommuneResult, HandFigure
from network.directives.models import Assignment, RecipientRole
from network.directives.task_services import TaskEvidence, TaskFacts, finish_assignment
from network.hub.models import WantedTopic
from network.moderation.models import Action, Decision
from network.oversight.models import (
    Audit,
    AuditCell,
    Declaration,
    Dispute,
    EvidenceVerdict,
    Finding,
    HelpRequest,
    Outreach,
    OutreachForm,
    PageReading,
    Reminder,
    Requirement,
    Status,
    VerdictItem,
)
from network.practices.models import Adoption, PracticeState
from network.provisioning.models import ReorganisationPart, ReorganisationPlan, ReorganisationStep
from tests.factories.activities import make_activity, make_reporter, make_speaker_request
from tests.factories.cases import make_case, make_report, screenshot
from tests.factories.channels import add_channel, add_scan, approved_plan, secure
from tests.factories.directives import make_directive, make_overseer, receipt_of
from tests.factories.practices import make_practice

if TYPE_CHECKING:
    from tests.tenancy.conftest import House

HOUR = dt.timedelta(hours=1)


def add_directives(house: "House", now: dt.datetime) -> None:
    """Add what was sent to the house, a task of it at each step, and a draft."""
    own, secret, agency = house.contents, house.secret, house.agency
    overseer = make_overseer(agency)
    # What was sent is read by who reads reports, too; a draft and what an agency says is not.
    file = SimpleUploadedFile("cong-van.pdf", f"%PDF-1.4 {house.marker} %%EOF".encode())
    own.directive = make_directive(
        overseer, agency, sent_at=now - HOUR, file=file, **_directive_words(house.marker)
    )
    names = [(secret, RecipientRole.FILED)]
    own.draft_directive = make_directive(
        overseer, agency, is_sent=False, names=names, **_directive_words(secret)
    )
    own.receipt = receipt_of(own.directive, agency)
    own.receipt.questions.create(text=secret, asked_at=now)
    own.assignments = list(Assignment.objects.filter(task__directive=own.directive).order_by("pk"))
    evidence = TaskEvidence(note=secret, page=house.article, document=house.document)
    finish_assignment(
        assignment_id=own.assignments[0].pk,
        evidence=evidence,
        user=house.people["approver"],
        now=now,
    )
    overseer.memberships.all().delete()
    overseer.delete()


_NOT_SIGNED = {
    "state": "draft",
    "valid_from": timezone.localdate(),
    "approved_by": None,
    "approved_on": None,
    "signer": "",
    "file": "",
}


def add_channels(house: "House") -> None:
    """Add plans, and channels: a draft, a contested submission, one in use with a public name."""
    own, secret, people = house.contents, house.secret, house.people
    name, writer, leader = secret.lower(), people["author"], people["approver"]
    said = {"formats": secret, "rhythm": secret, "lead": secret, "number": secret}
    file = SimpleUploadedFile("pa.pdf", f"%PDF-1.4 {secret} %%EOF".encode())
    plan = approved_plan(house.agency, writer, leader, file=file, signer=secret, **said)
    draft = approved_plan(
        house.agency, writer, leader, carries_on=plan, changes=secret, **said, **_NOT_SIGNED
    )
    own.channel_plans = [draft, plan]
    planned = add_channel(
        house.agency, people["author"], url=f"facebook.com/{name}", name=secret, other=secret
    )
    used = add_channel(
        house.agency,
        people["author"],
        leader=people["approver"],
        url=f"youtube.com/@{house.marker.lower()}",
        name=house.marker,
        other=secret,
        signer=secret,
        approval_file=SimpleUploadedFile("qd.pdf", f"%PDF-1.4 {secret} %%EOF".encode()),
    )
    used.names.create(name=secret, until=used.approved_on)
    # Each house has submitted this page: the overseer decides whose it is.
    submitted = {"state": ChannelState.AWAITING, "name": secret, "other": secret}
    contested = add_channel(house.agency, writer, url="facebook.com/trang.chung", **submitted)
    for channel in (planned, used):
        secure(channel, people["author"], note=secret, contact=f"{name}@example.vn")
    own.attestation = used.attestations.first()
    own.attestation.picture = screenshot()
    own.attestation.save(update_fields=["picture"])
    used.announcements.create(page=house.article)
    own.channels = [planned, used, contested]
    own.scan = add_scan(house.agency, people["author"], words=secret)


def add_activities(house: "House", now: dt.datetime) -> None:
    """Add an activity, a reporter listed in public and one who is not, and a request."""
    own, secret, author = house.contents, house.secret, house.people["author"]
    hidden = make_reporter(house.agency, secret, phone=secret, post=secret)
    listed = make_reporter(
        house.agency, house.marker, number=house.marker, consent_on=now.date(), phone=secret
    )
    own.reporters = [hidden, listed]
    own.activity = make_activity(house.agency, author, title=secret, page=house.article)
    own.activity.reporters.add(hidden)
    elsewhere = elsewhere_agency()
    own.activity.hosts.add(elsewhere)
    own.speaker_request = make_speaker_request(
        house.agency, elsewhere, author, words=secret, place=secret
    )


def elsewhere_agency() -> Agency:
    """Return an agency that is neither house."""
    names = {"name": "Nơi khác", "short_name": "Nơi khác", "kind": "so", "slug": "noi-khac"}
    return Agency.objects.get_or_create(code="NOI-KHAC", **names)[0]


def add_practices(house: "House", now: dt.datetime) -> None:
    """Add a practice that is written, sent, and recognised without a live page, and one taken up.

    What is public has no secrets; here nothing is.
    """
    own, secret, day = house.contents, house.secret, now.date()
    words = dict.fromkeys(("title", "area", "problem", "contact"), secret)
    about = {"agency": house.agency, "written_by": house.people["author"]}
    states = (PracticeState.DRAFT, PracticeState.SENT, PracticeState.RECOGNISED)
    own.practices = [make_practice(state=state, **about, **words) for state in states]
    own.practices[0].kit.add(own.used_document)
    theirs = make_practice(
        state=PracticeState.RECOGNISED,
        agency=elsewhere_agency(),
        written_by=about["written_by"],
    )
    own.adoption = Adoption.objects.create(
        agency=house.agency, practice=theirs, since=day, confirmed_on=day, changes=secret
    )


def add_post(house: "House") -> None:
    """Add that the text which is live was posted."""
    own = house.contents
    own.post = Post.objects.create(
        agency=house.agency,
        channel=own.channels[1],
        page=own.way.urgent,
        decision=Decision.objects.get(page_id=own.way.urgent.pk, deed=Action.PUBLISHED_URGENTLY),
        url=f"https://www.youtube.com/watch?v={house.secret}",
        posted_on=timezone.localdate(),
        posted_by=house.people["author"],
    )


def add_cases(house: "House") -> None:
    """Add one under suspicion, one being verified, and a confirmed fake, which alone is public."""
    own, secret, people = house.contents, house.secret, house.people
    public = {CaseState.CONFIRMED: house.marker}
    for state in (CaseState.FOUND, CaseState.VERIFYING, CaseState.CONFIRMED):
        name = public.get(state, secret)
        case = make_case(
            house.agency,
            people["author"],
            people["approver"],
            state=state,
            url=f"facebook.com/gia.{state}.{name.lower()}",
            name=name,
            words=secret,
        )
        case.remarks = secret
        case.save()
        own.cases.append(case)
    case.evidence.create(
        file=screenshot(),
        sha256=hashlib.sha256(secret.encode()).hexdigest(),
        words=secret,
        seen_on=timezone.localdate(),
        added_by=people["author"],
        added_at=timezone.now(),
    )
    case.notices.create(
        authority=CaseAuthority.objects.get(key="a05"),
        reference=secret,
        sent_on=case.confirmed_on,
        sent_by=people["approver"],
    )
    own.fake_report = make_report(
        house.agency,
        name=secret,
        text=secret,
        url=f"https://www.facebook.com/{secret.lower()}",
        address_key=f"facebook:name:{secret.lower()}",
        picture=screenshot(),
    )


def _directive_words(mark: str) -> dict[str, Any]:
    tasks = (TaskFacts(words=mark, rhythm="yearly"), TaskFacts(words=mark, working_days=9))
    return {"abstract": mark, "issuer": mark, "tasks": tasks}


def declared_by_all() -> Requirement:
    """Return a requirement that agencies declare; it is nobody's."""
    same = Requirement.objects.get(key="R12")
    words = {"group": same.group, "title": "Tự khai", "quotation": same.quotation, "order": 99}
    requirement, _new = Requirement.objects.get_or_create(
        standard=same.standard, key="TK", valid_from=same.valid_from, defaults=words
    )
    return requirement


def add_findings(house: "House", now: dt.datetime) -> None:
    """Add one that rests on a page that is not live, and one on what the agency declared."""
    own = house.contents
    declared_by_all()
    for key, page in (("R6", house.article.pk), ("TK", None)):
        # A declaration has a note, until when it holds: that is what everybody may read.
        note = "" if page else "Có hiệu lực"
        row = {"label": house.secret, "note": note, "url": "", "fine": False, "page": page}
        finding = Finding.objects.create(
            agency=house.agency,
            requirement=Requirement.objects.get(key=key),
            status=Status.PARTLY,
            evidence=[row],
            since=now,
        )
        own.findings.append(finding)
    Declaration.objects.create(
        agency=house.agency,
        requirement=own.findings[1].requirement,
        statement=house.secret,
        file=own.used_document,
        valid_until=timezone.localdate(now),
        declared_by=house.people["approver"],
        declared_at=now,
    )
    _add_words(house, now)


def _add_words(house: "House", now: dt.datetime) -> None:
    """Add what was measured and entered, disagreed with, reminded of and asked."""
    own, author = house.contents, house.people["author"]
    PageReading.objects.create(
        page=house.article, sentences=0, syllables=0, long_sentences=0, measured_at=now
    )
    own.outreach = Outreach.objects.create(
        agency=house.agency,
        day=now.date(),
        form=OutreachForm.objects.first(),
        note=house.secret,
        file=own.used_document,
        entered_by=author,
        entered_at=now,
    )
    own.dispute = Dispute.objects.create(
        agency=house.agency,
        requirement=own.findings[0].requirement,
        reason=house.secret,
        opened_by=author,
        opened_at=now,
    )
    own.reminder = Reminder.objects.create(
        agency=house.agency,
        words=house.secret,
        points=[{"text": house.secret, "requirement": None}],
        sent_at=now,
    )
    _add_verdict(house, now)
    own.help_request = HelpRequest.objects.create(
        agency=house.agency, text=house.secret, asked_by=author, asked_at=now
    )
    of_year = {"agency": house.agency, "key": "1.1", "year": now.year}
    own.reorganisation = make_part(house, now)
    own.renaming = make_renaming(house, now)
    HandFigure.objects.create(**of_year, none_arose=True, note=house.secret, entered_at=now)
    CommuneResult.objects.create(
        **of_year,
        status=Status.MET,
        detail={"items": [{"label": house.secret, "url": ""}], "parts": {}},
        computed_at=now,
    )
    own.wanted_topic = WantedTopic.objects.create(
        agency=house.agency, digest=house.secret, query=house.secret, days=3, taken_on=now.date()
    )


def make_part(house: "House", now: dt.datetime) -> ReorganisationPart:
    """Return the agency's part in a plan, to which it objects."""
    plan = ReorganisationPlan.objects.create(
        name="Sắp xếp", legal_basis="Nghị quyết 1", effective_on=now.date(), created_at=now
    )
    plan.steps.create(kind="giai_the", predecessor=house.agency)
    return ReorganisationPart.objects.create(
        plan=plan, agency=house.agency, objection=house.secret, objected_at=now
    )


def make_renaming(house: "House", now: dt.datetime) -> ReorganisationStep:
    """Return the step of a plan that was carried out: the live pages have the former name."""
    plan = ReorganisationPlan.objects.create(
        name="Đổi tên",
        legal_basis="Nghị quyết 2",
        effective_on=now.date(),
        created_at=now,
        state="done",
        finished_at=now,
    )
    trace = {"kind": "changed", "model": "agencies.agency", "pk": house.agency.pk}
    plan.parts.create(
        agency=house.agency, state="done", traces=[trace | {"before": {"name": house.marker}}]
    )
    return plan.steps.create(kind="doi_ten", predecessor=house.agency, new_name="Sở mới")


def _add_verdict(house: "House", now: dt.datetime) -> None:
    """Add evidence that the overseer rejected in an audit, and a drawn cell that waits."""
    own, requirement = house.contents, house.contents.findings[0].requirement
    own.verdict = EvidenceVerdict.objects.create(
        agency=house.agency,
        requirement=requirement,
        reason="khac",
        note=house.secret,
        rejected_at=now,
    )
    VerdictItem.objects.create(
        verdict=own.verdict,
        source="outreach",
        object_id=own.outreach.pk,
        label=house.secret,
        fingerprint="0" * 64,
    )
    audit, _is_new = Audit.objects.get_or_create(
        month=now.date().replace(day=1), defaults={"seed": "7F3A", "size": 40, "drawn_at": now}
    )
    own.audit_cell = AuditCell.objects.create(
        audit=audit,
        place=audit.cells.count() + 1,
        agency=house.agency,
        requirement=requirement,
        weight=1,
        signals=[["never_inspected", house.secret]],
    )
