"""The overseer rejects evidence: it does not count until replaced, and the past stays."""

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.capacity.models import Resource
from network.channels.models import Channel
from network.core.two_people import TwoPeople
from network.oversight.models import EvidenceVerdict, Finding, Requirement, Status, VerdictOutcome
from network.oversight.outcomes import CHECKS, Check, rests_on
from network.oversight.running import participating_agencies
from network.oversight.selectors import scores, standard_of
from network.oversight.sources import EvidenceRef
from network.oversight.verdicts.rejections import Rejections
from network.oversight.verdicts.selectors import evidence_of
from network.oversight.verdicts.services import (
    answer_verdict,
    decide_verdict,
    reject_evidence,
)
from sites.models import ArticlePage
from tests.factories.files import scan_of
from tests.factories.moderation import make_draft, make_member, publish

from .network import SIX, found, look, make_network, make_outreach

pytestmark = pytest.mark.django_db
MONTH = dt.timedelta(days=31)


@pytest.fixture(scope="module")
def six_of_module(once, tmp_path_factory):
    def made() -> Any:
        from django.test import override_settings

        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            six = make_network()
            six["DU"].people["overseer"] = make_member(six["LEN"].agency, Role.OVERSEER)
            look(now=timezone.now() - MONTH)
            return six

    return once(made)


@pytest.fixture
def six(six_of_module, db):
    return deepcopy(six_of_module)


def requirement(key: str) -> Requirement:
    return Requirement.objects.get(key=key)


def reject(
    six, key, refs=None, *, code="DU", reason="ky-tu", now=None, **fields
) -> EvidenceVerdict:
    """Reject the cell of an agency, or the given rows of it."""
    about: dict[str, Any] = {"reason": reason, "note": "", "now": now or timezone.now()} | fields
    return reject_evidence(
        agency=six[code].agency,
        requirement=requirement(key),
        refs=refs,
        user=six["DU"].people["overseer"],
        **about,
    )


def rows_of(six, key, code="DU") -> list[EvidenceRef]:
    """Return the rows that a cell rests on and that count."""
    cell = evidence_of(six[code].agency, requirement(key), timezone.now())
    assert cell
    return [ref for part in cell.evidence if part.fine for ref in part.rests]


def test_a_check_that_declares_no_evidence_does_not_start():
    with pytest.raises(Exception, match="does not declare what its cells rest on"):
        rests_on()(lambda participants, thresholds: {})
    assert all(isinstance(check, Check) and check.sources for check in CHECKS.values())


def test_every_green_cell_rests_on_declared_rows_and_turns_red(six):
    agency = six["DU"].agency
    met = Finding.objects.filter(agency=agency, status=Status.MET, until=None)
    keys = sorted(met.values_list("requirement__key", flat=True))
    assert len(keys) == 32
    for key in keys:
        # A row rejected in one cell counts in no other; here each cell is looked at by itself.
        with transaction.atomic():
            sources = {source.key for source in CHECKS[requirement(key).check_key].sources}
            refs = rows_of(six, key)
            assert refs and {ref.source for ref in refs} <= sources, key
            reject(six, key)
            row = Finding.objects.get(agency=agency, requirement__key=key, until=None)
            assert row.status == Status.NOT_MET, key
            assert not [each for each in row.evidence if each["fine"]], key
            transaction.set_rollback(True)


def test_every_single_row_of_a_cell_can_be_rejected(six):
    for key in ("R3", "R5", "R12", "R13", "R15", "R20", "R21b", "R26"):
        with transaction.atomic():
            [ref, *_others] = rows_of(six, key)
            reject(six, key, [ref])
            assert found()["DU"][key] in {Status.NOT_MET, Status.PARTLY}, key
            transaction.set_rollback(True)


def test_without_the_filter_rejected_evidence_counts(six, monkeypatch):
    reject(six, "R9")
    assert found()["DU"]["R9"] == Status.NOT_MET
    monkeypatch.setattr(Rejections, "apply", lambda self, requirement, outcomes: outcomes)
    look()
    assert found()["DU"]["R9"] == Status.MET


def test_rejected_from_that_day_on_and_the_past_is_identical(six):
    agency, standard = six["DU"].agency, standard_of("", timezone.localdate())
    past = timezone.now() - MONTH / 2
    columns = ("pk", "status", "good", "total", "evidence", "since")
    ended = [*Finding.objects.filter(since__lt=past).order_by("pk").values_list(*columns)]
    before = scores(standard, at=past)
    reject(six, "R17")
    assert scores(standard, at=past) == before
    assert [*Finding.objects.filter(since__lt=past).order_by("pk").values_list(*columns)] == ended
    assert before[agency.pk].met - scores(standard)[agency.pk].met == 1
    # A check of an earlier day, as by the command, knows no later verdict.
    assert not Rejections.at([agency.pk], past).agencies


def test_only_what_replaces_rejected_evidence_counts_again(six):
    agency = six["DU"].agency
    about: dict[str, Any] = {"day": timezone.localdate(), "note": "x x x x x"}
    first = make_outreach(agency, **about)
    reject(six, "R9")
    assert found()["DU"]["R9"] == Status.NOT_MET
    # The same words in a new row are the same evidence.
    first.delete()
    again = make_outreach(agency, **about)
    look()
    assert found()["DU"]["R9"] == Status.NOT_MET
    again.note = "Ba làng, phát 150 tờ gấp."
    again.save()
    look()
    assert found()["DU"]["R9"] == Status.MET


def test_another_field_of_the_same_row_revives_nothing(six):
    channel = Channel.objects.get(agency=six["DU"].agency)
    reject(six, "R17")
    Channel.objects.filter(pk=channel.pk).update(phone="0269 999 999")
    look()
    assert found()["DU"]["R17"] == Status.NOT_MET
    intro = "Trang của Sở giới thiệu chức năng, nhiệm vụ và lịch tiếp dân hằng tuần. " * 3
    Channel.objects.filter(pk=channel.pk).update(intro=intro)
    look()
    assert found()["DU"]["R17"] == Status.MET


def test_a_part_of_a_cell_is_lost_and_the_others_count(six):
    agency = six["DU"].agency
    resource = Resource.objects.get(agency=agency)
    reject(six, "R12", [EvidenceRef("resource_equipment", resource.pk)])
    row = Finding.objects.get(agency=agency, requirement__key="R12", until=None)
    assert (row.status, row.value) == (Status.PARTLY, "3 / 4")
    assert row.evidence[0]["note"] == "Sở Tư pháp chưa chấp nhận: Chỉ là ký tự, không có nội dung"


def test_enough_other_evidence_keeps_the_cell_green(six):
    [first, *_others] = rows_of(six, "R9")
    make_outreach(six["DU"].agency)
    reject(six, "R9", [first])
    assert found()["DU"]["R9"] == Status.MET


def test_the_agency_answers_once_and_the_overseer_decides_finally(six):
    office, now = six["DU"], timezone.now()
    overseer = office.people["overseer"]
    verdict = reject(six, "R26", now=now)
    with pytest.raises(ValidationError, match="chưa trả lời"):
        decide_verdict(verdict_id=verdict.pk, outcome="kept", note="", user=overseer, now=now)
    said: dict[str, Any] = {
        "verdict_id": verdict.pk,
        "answer": "Xin gửi tệp.",
        "file": None,
        "now": now,
    }
    answer_verdict(user=office.author, **said)
    with pytest.raises(ValidationError, match="một lần"):
        answer_verdict(user=office.author, **said)
    decision: dict[str, Any] = {
        "verdict_id": verdict.pk,
        "outcome": "accepted",
        "note": "Đủ.",
        "now": now,
    }
    with pytest.raises(ValidationError):
        decide_verdict(user=office.approver, **decision)
    decide_verdict(user=overseer, **decision)
    assert found()["DU"]["R26"] == Status.MET
    with pytest.raises(ValidationError, match="đã kết luận"):
        decide_verdict(user=overseer, **decision)
    entries = AuditEntry.objects.about(verdict).order_by("pk").values_list("action", flat=True)
    assert [*entries] == ["evidence_rejected", "verdict_answered", "verdict_decided"]


def test_kept_evidence_stays_rejected(six):
    office, now = six["DU"], timezone.now()
    verdict = reject(six, "R13", now=now)
    answer_verdict(
        verdict_id=verdict.pk, answer="Đúng rồi.", file=None, user=office.author, now=now
    )
    overseer = office.people["overseer"]
    decision: dict[str, Any] = {"verdict_id": verdict.pk, "outcome": "kept", "user": overseer}
    for wordless in ("", "x"):
        with pytest.raises(ValidationError, match="bằng lời"):
            decide_verdict(note=wordless, now=now, **decision)
    decide_verdict(note="Tệp không có chữ ký.", now=now, **decision)
    look()
    assert found()["DU"]["R13"] == Status.NOT_MET


def test_nobody_but_an_overseer_rejects_and_only_with_a_reason(six):
    about: dict[str, Any] = {
        "agency": six["DU"].agency,
        "requirement": requirement("R9"),
        "refs": None,
    }
    about |= {"now": timezone.now(), "note": ""}
    for user in (six["DU"].approver, six["TRONG"].agency_admin):
        with pytest.raises(PermissionDenied):
            reject_evidence(user=user, reason="anh", **about)
    for reason, note in (("khong-co", ""), ("khac", ""), ("khac", "x")):
        with pytest.raises(ValidationError):
            reject(six, "R9", reason=reason, note=note)
    with pytest.raises(ValidationError, match="không còn được tính"):
        reject(six, "R9", code="TRONG")
    assert not EvidenceVerdict.objects.exists()


def test_the_database_keeps_the_sides_apart(six):
    verdict = reject(six, "R9")
    overseer = six["DU"].people["overseer"]
    answered = {"answer": "Có.", "answered_at": timezone.now()}
    for fields in (
        {**answered, "answered_by": overseer},
        {**answered, "answered_by": None},
        {"outcome": "kept", "decided_at": timezone.now(), "decided_by": overseer},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            EvidenceVerdict.objects.filter(pk=verdict.pk).update(**fields)
    rules = [each for each in EvidenceVerdict._meta.constraints if isinstance(each, TwoPeople)]
    assert {each.second for each in rules} == {"answered_by", "decided_by"}
    assert set(VerdictOutcome.values) == {"accepted", "kept"}


def test_verdicts_cost_the_same_however_many_agencies(six):
    for code in SIX:
        make_outreach(six[code].agency)
    look()
    counted = []
    for codes in (("DU",), SIX):
        for code in codes:
            if found()[code]["R9"] == Status.MET:
                reject(six, "R9", code=code)
        with CaptureQueriesContext(connection) as asked:
            look()
        counted.append(len(asked))
    assert (
        EvidenceVerdict.objects.count()
        == len(SIX)
        == participating_agencies(timezone.localdate()).count()
    )
    assert counted[1] <= counted[0] + 2, counted


def test_cosmetic_edits_do_not_revive_rejected_evidence(six):
    """Other spaces, punctuation, case and dates, the same file again, or the same row made anew."""
    office = six["DU"]
    about: dict[str, Any] = {"day": timezone.localdate(), "note": "Đã tuyên truyền"}
    row = make_outreach(office.agency, **about)
    reject(six, "R9")
    for change in ({"note": "ĐÃ  tuyên truyền!!!"}, {"note": "- Đã\ntuyên truyền."}):
        type(row).objects.filter(pk=row.pk).update(**change)
        look()
        assert found()["DU"]["R9"] == Status.NOT_MET, change
    # The reason is about the text, so another day makes nothing new either.
    row.delete()
    make_outreach(office.agency, **about | {"day": about["day"] - dt.timedelta(days=1)})
    look()
    assert found()["DU"]["R9"] == Status.NOT_MET


def test_the_same_file_with_other_words_stays_rejected(six):
    channel = Channel.objects.get(agency=six["DU"].agency)
    channel.approval_file.save("qd.pdf", ContentFile(scan_of("TRANG")))
    reject(six, "R15", reason="anh")
    channel.approval_number, channel.signer = "99/QĐ-SO", "Trần Thị Mẫu, Giám đốc"
    for words, state in (("TRANG", Status.NOT_MET), ("QUYET DINH MOI", Status.MET)):
        channel.approval_file.save("khac.pdf", ContentFile(scan_of(words)))
        look()
        assert found()["DU"]["R15"] == state, words


def test_a_page_published_again_or_anew_stays_rejected_until_its_content_changes(six):
    office = six["DU"]
    [page] = ArticlePage.objects.live().descendant_of(office.home).exact_type(ArticlePage)
    reject(six, "R8", reason="ngay")

    def state_after(page: ArticlePage) -> str:
        publish(page, office)
        look()
        return found()["DU"]["R8"]

    same: dict[str, Any] = {"cover": page.cover, "cover_alt_text": "Ảnh", "date": page.date}
    same["summary"] = page.summary
    page.title = f"{page.title.upper()} !"
    page.save_revision(user=office.author)
    assert state_after(page) == Status.NOT_MET
    assert state_after(make_draft(office, title=page.title.lower(), **same)) == Status.NOT_MET
    body = [("paragraph", "<p>Người dân nộp hồ sơ tại bộ phận một cửa của xã.</p>")]
    assert state_after(make_draft(office, title=page.title, body=body, **same)) != Status.NOT_MET
