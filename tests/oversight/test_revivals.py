"""Rejected evidence counts in no cell, and what replaces it is looked at again."""

import datetime as dt
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from network.agencies.models import Role
from network.oversight.models import (
    Declaration,
    EvidenceVerdict,
    Finding,
    Requirement,
    Status,
)
from network.oversight.proofs import (
    BUDGET,
    CHANNEL_PLAN,
    DECISION,
    DECLARATION,
    OUTREACH,
    PAGE,
    PRACTICE,
    QUALIFICATION,
)
from network.oversight.running import check_agencies
from network.oversight.verdicts.fingerprints import Prints, fingerprints
from network.oversight.verdicts.reasons import ReasonAspect, all_reasons
from network.oversight.verdicts.selectors import (
    evidence_of,
    waiting_for_answer,
    waiting_for_decision,
)
from network.oversight.verdicts.services import answer_verdict, decide_verdict, reject_evidence
from network.oversight.verdicts.views import state_of
from sites.models import MaterialFile, MaterialPage
from tests.factories.capacity import make_qualification, make_resources
from tests.factories.channels import approved_plan
from tests.factories.files import make_file, photograph, scan_of
from tests.factories.moderation import make_draft, make_member, make_office, publish
from tests.factories.practices import ANSWERS, make_practice

from .network import keep_decision, make_outreach

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGELESS = ("R14", "R15", "R16", "R17", "R18", "R19", "R20", "R21a", "R21b", "R21c", "R22")


@pytest.fixture(scope="module")
def world_of_module(once):
    def made() -> Any:
        office = make_office("STP")
        return SimpleNamespace(office=office, overseer=make_member(office.agency, Role.OVERSEER))

    return once(made)


@pytest.fixture
def world(world_of_module, db):
    return deepcopy(world_of_module)


def requirement(key: str) -> Requirement:
    return Requirement.objects.get(key=key)


def status(world, key: str) -> str:
    """Return the status of a cell without rejected evidence."""
    found = evidence_of(world.office.agency, requirement(key), timezone.now())
    assert found
    return found.status


def reject(world, key: str, *refs: Any, reason: str = "ky-tu", **fields: Any) -> EvidenceVerdict:
    """Reject rows of a cell, the whole cell without rows."""
    about: dict[str, Any] = {"note": "", "now": timezone.now()} | fields
    return reject_evidence(
        agency=world.office.agency,
        requirement=requirement(key),
        refs=refs or None,
        reason=reason,
        user=world.overseer,
        **about,
    )


def declare(world, **fields: Any) -> Declaration:
    """Return a declaration that the agency has no page on social networks."""
    values = {"signed_on": TODAY, "number": "5/CV-STP", "signer": "Giám đốc"} | fields
    return Declaration.objects.create(
        agency=world.office.agency,
        requirement=requirement("R14"),
        statement="Không có trang.",
        valid_until=TODAY + dt.timedelta(days=300),
        declared_at=timezone.now(),
        **values,
    )


def material(world, **fields: Any) -> MaterialPage:
    """Publish a material of the agency."""
    about = {"kind": "leaflet", "date": TODAY, "summary": "Ai, được gì, từ khi nào."}
    page = make_draft(world.office, model=MaterialPage, **about | fields)
    publish(page, world.office)
    return page


@pytest.mark.parametrize("reason", ["noi-khac", "anh"])
def test_a_rejected_declaration_makes_all_cells_that_rest_on_it_owed_again(world, reason):
    row = declare(world)
    assert {status(world, key) for key in PAGELESS} == {Status.NOT_APPLICABLE}
    reject(world, "R14", DECLARATION.of(row.pk), reason=reason)
    assert {status(world, key) for key in PAGELESS} == {Status.NOT_MET}
    # The findings change at once, not in the night.
    stored = Finding.objects.filter(until=None, requirement__key__in=PAGELESS)
    assert [*stored.values_list("status", flat=True)] == [Status.NOT_MET] * len(PAGELESS)


def test_a_rejected_row_counts_in_no_cell(world, monkeypatch):
    page = material(world)
    assert {status(world, key) for key in ("R10", "R11")} == {Status.MET}
    reject(world, "R10", PAGE.of(page.pk), reason="dung-lai")
    assert {status(world, key) for key in ("R10", "R11")} == {Status.NOT_MET}
    monkeypatch.setattr("network.oversight.verdicts.rejections._holds_everywhere", lambda *_: False)
    assert status(world, "R11") == Status.MET


def test_a_reason_about_one_cell_leaves_the_other_cells(world):
    page = material(world)
    reject(world, "R10", PAGE.of(page.pk), reason="noi-khac")
    assert (status(world, "R10"), status(world, "R11")) == (Status.NOT_MET, Status.MET)


def upload(content: bytes, name: str = "qd.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def prints(source: Any, row: Any) -> Prints:
    """Return the fingerprints of a row as it is stored now."""
    return fingerprints([source.of(row.pk)])[source.of(row.pk)]


@pytest.mark.parametrize(
    ("name", "content"), [("qd.pdf", scan_of()), ("a.png", photograph()), ("a.jpg", b"")]
)
def test_bytes_added_to_a_file_make_it_no_other_file(world, settings, tmp_path, name, content):
    settings.MEDIA_ROOT = tmp_path
    content = content or photograph(kind="JPEG")
    row, other = keep_decision(world.office.agency), photograph((400, 300))
    seen = []
    for stored in (content, content + b"\n\x00 added", content + b"x" * 2_000_000, other):
        row.file = upload(stored, name)
        row.save()
        seen.append(prints(DECISION, row).files)
    assert seen[0] == seen[1] == seen[2] != seen[3]


def test_other_numbers_dates_and_signers_of_the_same_paper_make_nothing_new(world):
    office = world.office
    plan = approved_plan(office.agency, office.author, office.approver)
    later = {"valid_from": TODAY, "number": "12/PA-STP", "signer": "Trần Văn Ba, Phó Giám đốc"}
    successor = approved_plan(office.agency, office.author, office.approver, **later)
    before, after = prints(CHANNEL_PLAN, plan), prints(CHANNEL_PLAN, successor)
    assert (before.texts, before.files) == (after.texts, after.files)
    paper = make_file(scan_of())
    first, second = (declare(world, file=paper, signer=name) for name in ("Giám đốc", "Phó"))
    # Only an impossible date is mended by another date.
    for reason in all_reasons().values():
        kept = prints(DECLARATION, first).by(reason.aspect) in prints(DECLARATION, second)
        assert kept == (reason.aspect is not ReasonAspect.WHOLE), reason
    assert {each.key for each in all_reasons().values() if each.aspect is ReasonAspect.WHOLE} == {
        "ngay"
    }


def test_full_stops_and_token_sums_make_nothing_new(world):
    degree = make_qualification(world.office.author, world.office.agency, title="Luật")
    before = prints(QUALIFICATION, degree)
    type(degree).objects.filter(pk=degree.pk).update(title="LUẬT !")
    assert prints(QUALIFICATION, degree) == before
    one, two = (make_practice(world.office, way=ANSWERS["way"] + end) for end in ("", "."))
    assert prints(PRACTICE, one) == prints(PRACTICE, two)
    amount = make_resources(world.office.agency, TODAY.year, planned=1).amounts.get()
    sums = []
    for planned in (1, 2, 40_000_000):
        type(amount).objects.filter(pk=amount.pk).update(planned=planned)
        sums.append(prints(BUDGET, amount))
    assert sums[0] == sums[1] != sums[2]


def test_a_rejected_file_counts_in_no_new_material_until_it_is_replaced(world):
    def with_file(content: bytes, **fields: Any) -> MaterialPage:
        page = material(world, **fields)
        MaterialFile.objects.create(page=page, file=make_file(content))
        return page

    first = with_file(scan_of())
    reject(world, "R10", PAGE.of(first.pk), reason="anh")
    assert status(world, "R10") == Status.NOT_MET
    with_file(scan_of(), title="Sổ tay khác", slug="khac")
    assert status(world, "R10") == Status.NOT_MET
    # Another file in its place is other evidence, though the page says the same.
    first.files.update(file=make_file(scan_of("NOI DUNG")))
    assert status(world, "R10") == Status.PARTLY


def check(world) -> None:
    """Check the cells of the agency, as every night."""
    check_agencies(now=timezone.now(), day=TODAY, of=[requirement("R9").pk])


def rejected_outreach(world) -> tuple[Any, Any, EvidenceVerdict]:
    """Return two outreach entries that meet R9, and the verdict that rejects the first."""
    rows = [make_outreach(world.office.agency, note=words) for words in ("Ba làng", "Bốn làng")]
    return *rows, reject(world, "R9", OUTREACH.of(rows[0].pk))


def test_replaced_evidence_waits_for_the_overseer(world):
    row, _other, verdict = rejected_outreach(world)
    check(world)
    verdict.refresh_from_db()
    # What counted beside the rejected row replaces nothing.
    assert (verdict.replaced_at, state_of(verdict)) == (None, "Chờ cơ quan trả lời")
    type(row).objects.filter(pk=row.pk).update(note="Năm làng, phát 150 tờ gấp")
    check(world)
    verdict.refresh_from_db()
    assert state_of(verdict) == "Đã thay minh chứng, cần xem lại"
    assert EvidenceVerdict.objects.filter(waiting_for_decision()).get() == verdict
    assert not EvidenceVerdict.objects.filter(waiting_for_answer()).exists()
    # Looked at and rejected anew: the agency is asked again.
    reject(world, "R9", OUTREACH.of(row.pk))
    verdict.refresh_from_db()
    assert verdict.replaced_at is None


def test_a_kept_rejection_covers_what_was_put_in_its_place(world):
    row, other, verdict = rejected_outreach(world)
    said = {"answer": "Đúng như thế.", "file": None, "user": world.office.author}
    answer_verdict(verdict_id=verdict.pk, now=timezone.now(), **said)
    row.delete()
    again = make_outreach(world.office.agency, note="Năm làng, phát 150 tờ gấp")
    check(world)
    keep = {"verdict_id": verdict.pk, "outcome": "kept", "note": "Không có người dự."}
    keep["user"] = world.overseer
    decide_verdict(now=timezone.now(), **keep)
    verdict.refresh_from_db()
    assert (verdict.replaced_at, state_of(verdict)) == (None, "Giữ ý kiến chưa chấp nhận")
    cell = evidence_of(world.office.agency, requirement("R9"), timezone.now())
    counted = {ref.pk for part in cell.evidence if part.fine for ref in part.rests}
    assert counted == {other.pk}
    # Decided evidence that is replaced once more is looked at once more.
    type(again).objects.filter(pk=again.pk).update(note="Sáu làng có ký nhận")
    check(world)
    decide_verdict(now=timezone.now(), **keep | {"outcome": "accepted"})
    verdict.refresh_from_db()
    assert (verdict.replaced_at, verdict.outcome) == (None, "accepted")
