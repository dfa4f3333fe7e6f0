"""The screens of verdicts and audits, asked as each role."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.media.models import AgencyDocument
from network.oversight.audits.drawing import draw_audit
from network.oversight.models import (
    AuditCell,
    EvidenceVerdict,
    Finding,
    Requirement,
    Standard,
    Status,
)
from tests.factories.accounts import signed_in
from tests.factories.channels import approved_plan
from tests.factories.moderation import make_member, make_office

from .network import look, make_outreach

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def offices_of_module(once):
    def made() -> Any:
        offices = {code: make_office(code) for code in ("STP", "SYT")}
        for role in (Role.OVERSEER, Role.REPORT_VIEWER, Role.NETWORK_ADMIN):
            offices["STP"].people[role.value] = make_member(offices["STP"].agency, role)
        make_outreach(offices["SYT"].agency, note="x x x x x")
        look()
        return offices

    return once(made)


@pytest.fixture
def offices(offices_of_module, db):
    return deepcopy(offices_of_module)


def client_of(user) -> Client:
    client = Client()
    signed_in(client, user)
    return client


@pytest.fixture
def overseer(offices) -> Client:
    return client_of(offices["STP"].people["overseer"])


@pytest.fixture
def author(offices) -> Client:
    return client_of(offices["SYT"].author)


def cell_url(offices, key: str = "R9", code: str = "SYT") -> str:
    pk = Requirement.objects.get(key=key).pk
    return reverse("oversight:evidence", args=[offices[code].agency.pk, pk])


def status(offices, key: str = "R9") -> str:
    return Finding.objects.get(
        agency=offices["SYT"].agency, requirement__key=key, until=None
    ).status


def test_verdict_answer_decision_and_history(offices, overseer, author):
    url = cell_url(offices)
    page = overseer.get(url).content.decode()
    assert "x x x x x" in page and "Không chấp nhận cả ô" in page
    assert overseer.post(url, {"reason": "ky-tu"}).status_code == 200
    assert not EvidenceVerdict.objects.exists()
    assert overseer.post(url, {"reason": "ky-tu", "whole": "1"}).status_code == 302
    assert status(offices) == Status.NOT_MET
    verdict = EvidenceVerdict.objects.get()
    address = reverse("oversight:verdict", args=[verdict.pk])
    work = author.get(reverse("work:index")).content.decode()
    assert address in work and "Chỉ là ký tự, không có nội dung" in work
    own = author.get(reverse("oversight:agency", args=[offices["SYT"].agency.pk]))
    assert address in own.content.decode()
    answer = reverse("oversight:answer_verdict", args=[verdict.pk])
    assert answer in author.get(address).content.decode()
    collection = offices["SYT"].agency.collection
    file = AgencyDocument.objects.create(title="Lịch phát", file="a.pdf", collection=collection)
    said = {"answer": "Xin gửi lại.", "file": file.pk}
    # A full stop does not use up the only answer.
    assert author.post(answer, said | {"answer": "."}).status_code == 200
    assert author.post(answer, said).status_code == 302
    assert answer not in author.get(address).content.decode()
    work = overseer.get(reverse("work:index")).content.decode()
    assert address in work
    decide = reverse("oversight:decide_verdict", args=[verdict.pk])
    decision = {"outcome": "accepted", "note": "Đã đủ."}
    assert author.post(decide, decision).status_code in {403, 404}
    assert overseer.post(decide, decision).status_code == 302
    assert status(offices) == Status.MET
    page = author.get(address).content.decode()
    for words in ("Xin gửi lại.", "Lịch phát", "Đã đủ.", "Chấp nhận minh chứng", "Trả lời ý kiến"):
        assert words in page


def test_only_the_overseer_rejects_and_only_the_two_sides_read(offices, author):
    url = cell_url(offices)
    assert author.get(url).status_code == 200
    assert "Không chấp nhận cả ô" not in author.get(url).content.decode()
    rejected = {"reason": "ky-tu", "whole": "1"}
    # Refused, and led back to the start page.
    assert author.post(url, rejected).url == reverse("wagtailadmin_home")
    assert author.get(cell_url(offices, code="STP")).status_code == 404
    for role in ("report_viewer", "network_admin"):
        client = client_of(offices["STP"].people[role])
        assert client.get(url).status_code in {403, 404}
        assert client.post(url, rejected).status_code in {403, 404}
        assert client.get(reverse("oversight:audit")).status_code in {403, 404}
    assert not EvidenceVerdict.objects.exists()


def test_another_agency_finds_no_verdict(offices, overseer):
    overseer.post(cell_url(offices), {"reason": "anh", "whole": "1"})
    [pk] = EvidenceVerdict.objects.values_list("pk", flat=True)
    stranger = client_of(offices["STP"].approver)
    for name in ("verdict", "answer_verdict", "decide_verdict"):
        url = reverse(f"oversight:{name}", args=[pk])
        assert stranger.get(url).status_code in {403, 404}, name
        assert stranger.post(url, {"answer": "x", "outcome": "kept"}).status_code in {403, 404}
    listed = stranger.get(reverse("oversight:verdicts")).content.decode()
    assert reverse("oversight:verdict", args=[pk]) not in listed


def test_a_single_row_is_rejected_by_its_box(offices, overseer):
    from network.oversight.models import Outreach

    [outreach] = Outreach.objects.values_list("pk", flat=True)
    data = {"reason": "khac", "rows": f"outreach:{outreach}"}
    url = cell_url(offices)
    assert "Hãy viết rõ lý do bằng lời." in overseer.post(url, data).content.decode()
    assert overseer.post(url, data | {"note": "Không rõ ở đâu."}).status_code == 302
    verdict = EvidenceVerdict.objects.get()
    assert [item.object_id for item in verdict.items.all()] == [outreach]
    assert not verdict.of_cell
    foreign = {"reason": "anh", "rows": "outreach:999999"}
    assert overseer.post(url, foreign).status_code == 200


def test_an_audit_is_judged_with_buttons(offices, overseer):
    assert "Chưa bốc ô nào" in overseer.get(reverse("oversight:audit")).content.decode()
    audit = draw_audit(standard=Standard.objects.get(key="cv-1510"), now=timezone.now())
    assert audit
    first = overseer.get(reverse("oversight:audit"))
    cells = list(audit.cells.order_by("place"))
    assert first.url == reverse("oversight:audit_cell", args=[cells[0].pk])
    assert audit.seed in overseer.get(first.url).content.decode()
    repeated = overseer.get(first.url, {"boc-lai": ""}).content.decode()
    assert "bốc lại ra đúng các ô này" in repeated
    answer = overseer.post(first.url, {"verdict": "accept"})
    assert answer.url == reverse("oversight:audit_cell", args=[cells[1].pk])
    overseer.post(answer.url, {"verdict": "noi-khac"})
    assert (
        "Hãy viết rõ lý do bằng lời."
        in overseer.post(
            reverse("oversight:audit_cell", args=[cells[2].pk]), {"verdict": "khac"}
        ).content.decode()
    )
    judged = AuditCell.objects.filter(judged_at__isnull=False).order_by("place")
    assert [bool(each.verdict_id) for each in judged] == [False, True]


def test_the_rows_own_screen_warns_its_agency_and_the_overseer(offices, overseer):
    plan = approved_plan(offices["SYT"].agency, offices["SYT"].author, offices["SYT"].approver)
    look()
    overseer.post(cell_url(offices, "R13"), {"reason": "anh", "whole": "1"})
    url = reverse("channels_plans:plan", args=[plan.pk])
    said = "Sở Tư pháp chưa chấp nhận minh chứng này cho R13"
    for client in (overseer, client_of(offices["SYT"].author)):
        assert said in client.get(url).content.decode()
