"""A directive is drawn up, sent, read in numbers, closed; what was sent stays."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from network.agencies.models import AuditEntry, Role
from network.directives.models import Directive, DirectiveKind, Recipient
from network.directives.task_services import TaskFacts
from tests.factories.accounts import signed_in
from tests.factories.directives import LIST, RECEIPTS, make_directive, make_overseer
from tests.factories.files import scan_of
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
PDF = scan_of("CONG VAN")


@pytest.fixture
def overseer(office):
    return make_overseer(office.agency)


def form_of(agency, **fields):
    return {
        "number": "Số: 1510/STP-PBGDPL",
        "abstract": "Tăng cường ứng dụng công nghệ thông tin",
        "issuer": "Sở Tư pháp tỉnh Gia Lai",
        "issued_on": "13/11/2019",
        "carry_out": agency.code,
        "inform": "Bộ Tư pháp\nUBND tỉnh",
        "filed": "VT, PBGDPL",
    } | fields


def test_a_dispatch_is_drawn_up_given_a_task_and_sent(client, office, overseer):
    signed_in(client, overseer)
    file = SimpleUploadedFile("cong van.pdf", PDF, "application/pdf")
    page = client.post(f"{LIST}them/", form_of(office.agency, file=file))["Location"]
    directive = Directive.objects.get()
    assert (directive.number, directive.kind) == ("1510/STP-PBGDPL", DirectiveKind.DISPATCH)
    task = {
        "words": "Rà soát, phân công trách nhiệm",
        "working_days": 20,
        "requirements": "R2, R2a",
    }
    assert client.post(f"{page}them-viec/", task).status_code == 302
    assert client.post(f"{page}gui/").status_code == 302
    shown = client.get(page).content.decode()
    for words in ("Đã gửi", "Bộ Tư pháp; UBND tỉnh", "VT, PBGDPL", "Rà soát, phân công", "R2, R2a"):
        assert words in shown
    assert f"1 cơ quan</a>: {office.agency.short_name}" in shown
    assert b"".join(client.get(f"{page}tep/").streaming_content) == PDF
    lines = AuditEntry.objects.about(directive).order_by("at").values_list("action", flat=True)
    deeds = [line.removeprefix("directive_") for line in lines]
    assert deeds == ["drawn_up", "changed", "sent"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": "công văn số mười"}, "Đây không phải số, ký hiệu văn bản"),
        ({"carry_out": "Sở Không Có"}, "Không có cơ quan nào"),
        ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "tệp PDF nguyên vẹn"),
        ({"issued_on": "31/02/2019"}, "Hãy nhập ngày hợp lệ"),
        ({"issued_on": "31/12/2199"}, "Ngày này chưa tới"),
        ({"abstract": "x"}, "hãy viết thành lời"),
    ],
)
def test_what_cannot_be_is_said_at_the_form(client, office, overseer, fields, said):
    answer = signed_in(client, overseer).post(f"{LIST}them/", form_of(office.agency, **fields))
    assert said in answer.content.decode()
    assert not Directive.objects.exists()


def test_a_task_names_requirements_of_the_standard_alone(client, office, overseer):
    draft = make_directive(overseer, office.agency, is_sent=False)
    signed_in(client, overseer)
    task = {"words": "Rà soát, phân công", "working_days": 20, "requirements": "R2, R77"}
    answer = client.post(f"{LIST}{draft.pk}/them-viec/", task)
    assert "R77" in answer.content.decode()
    assert not draft.tasks.exists()


def test_the_same_document_is_not_taken_in_twice(client, office, overseer):
    signed_in(client, overseer)
    client.post(f"{LIST}them/", form_of(office.agency))
    again = client.post(f"{LIST}them/", form_of(office.agency, number="1510/STP-PBGDPL"))
    assert "với số, cơ quan ban hành và ngày ban hành này" in again.content.decode().lower()
    assert Directive.objects.count() == 1


def test_a_draft_is_changed_and_deleted(client, office, overseer):
    other = make_office("SYT")
    draft = make_directive(overseer, office.agency, is_sent=False)
    signed_in(client, overseer)
    page = f"{LIST}{draft.pk}/"
    shown = client.get(f"{page}sua/").content.decode()
    assert f"{office.agency.name} ({office.agency.code})" in shown
    client.post(f"{page}sua/", form_of(other.agency, kinds=["ban"]))
    [agency] = Recipient.objects.exclude(agency=None).values_list("agency", flat=True)
    assert agency == other.agency.pk
    assert client.post(f"{page}bo/").status_code == 302
    assert not Directive.objects.exists()


def test_one_deadline_is_asked_for(client, office, overseer):
    page = f"{LIST}{make_directive(overseer, office.agency, is_sent=False).pk}/"
    signed_in(client, overseer)
    both = {"words": "Báo cáo", "working_days": 5, "rhythm": "yearly"}
    for fields in (both, {"words": "Báo cáo"}):
        assert "đúng một thời hạn" in client.post(f"{page}them-viec/", fields).content.decode()
    client.post(f"{page}them-viec/", {"words": "Báo cáo", "rhythm": "yearly"})
    [task] = Directive.objects.get().tasks.all()
    client.post(f"{page}bo-viec/", {"task": task.pk})
    assert not Directive.objects.get().tasks.exists()


def test_kinds_reach_the_agencies_that_have_opened_when_it_is_sent(office, overseer):
    draft = make_directive(overseer, is_sent=False, kinds=["so"])
    later = make_office("SYT")
    later.home.unpublish()
    third = make_office("STC")
    sent = make_directive(overseer, kinds=["so"])
    names = set(sent.recipients.values_list("agency__code", flat=True))
    assert names == {office.agency.code, third.agency.code}
    assert not draft.recipients.exists()


def test_after_sending_nothing_is_offered_but_closing(client, office, overseer):
    directive = make_directive(overseer, office.agency)
    signed_in(client, overseer)
    page = f"{LIST}{directive.pk}/"
    shown = client.get(page).content.decode()
    for way in ("sua", "them-viec", "gui", "bo"):
        assert f"{page}{way}/" not in shown
        answer = client.post(
            f"{page}{way}/", form_of(office.agency) | {"words": "Báo cáo", "rhythm": "yearly"}
        )
        assert "không sửa được nữa" in answer.content.decode()
    client.post(f"{page}ket-thuc/")
    assert "Đã kết thúc" in client.get(page).content.decode()
    assert client.post(f"{page}ket-thuc/").status_code == 200


def test_the_register_counts_who_received_and_leads_to_who_did_not(client, office, overseer):
    other = make_office("SYT")
    directive = make_directive(overseer, office.agency, other.agency)
    signed_in(client, office.author).post(
        f"{RECEIPTS}{directive.recipients.get(agency=office.agency).pk}/nhan/"
    )
    shown = signed_in(client, overseer).get(LIST).content.decode()
    assert "1 / 2" in shown
    waiting = f"{RECEIPTS}?directive={directive.pk}&state=waiting"
    assert waiting.replace("&", "&amp;") in shown
    listed = client.get(waiting).content.decode()
    assert other.agency.name in listed
    assert office.agency.name not in listed


def test_who_reads_reports_gets_numbers_and_no_names(client, office, overseer):
    directive = make_directive(
        overseer, office.agency, tasks=(TaskFacts(words="Làm", rhythm="yearly"),)
    )
    make_directive(overseer, office.agency, is_sent=False, number="77/STP-PBGDPL")
    signed_in(client, make_member(office.agency, Role.REPORT_VIEWER))
    shown = (
        client.get(LIST).content.decode() + client.get(f"{LIST}{directive.pk}/").content.decode()
    )
    assert directive.number in shown
    assert "77/STP-PBGDPL" not in shown
    for name in (overseer.get_full_name() or overseer.username, office.agency.name, "/gui/"):
        assert name not in shown.replace("Sở Tư pháp", "")
    assert client.get(RECEIPTS).status_code in (302, 403)
    file = b"".join(client.get(f"{LIST}xuat/").streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(file)))[1][0] == directive.number


def test_an_agency_reads_the_file_of_what_it_got_and_no_other(client, office, overseer):
    other = make_office("SYT")
    file = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
    sent = make_directive(overseer, office.agency, file=file)
    signed_in(client, office.author)
    assert b"".join(client.get(f"{LIST}{sent.pk}/tep/").streaming_content) == PDF
    assert client.get(f"{LIST}{sent.pk}/").status_code in (302, 403)
    assert signed_in(client, other.author).get(f"{LIST}{sent.pk}/tep/").status_code == 404
    client.logout()
    assert client.get(f"/media/{sent.file.name}").status_code == 404


def test_only_the_overseer_draws_up(client, office):
    for person in office.people.values():
        assert signed_in(client, person).get(f"{LIST}them/").status_code in (302, 403)
        assert signed_in(client, person).post(
            f"{LIST}them/", form_of(office.agency)
        ).status_code in (302, 403)
    assert not Directive.objects.exists()


def test_facts_name_the_kind_by_the_number(office, overseer):
    kinds = {
        "1236/KH-UBND": DirectiveKind.PLAN,
        "471/QĐ-TTg": DirectiveKind.DECISION,
        "05/CT-UBND": DirectiveKind.OTHER,
    }
    for number, kind in kinds.items():
        day = dt.date(2019, 6, 7)
        found = make_directive(overseer, office.agency, number=number, issued_on=day, is_sent=False)
        assert (found.kind, found.number) == (kind, number)


def test_the_overseer_reminds_who_is_late_from_the_directive(client, office):
    overseer = make_overseer(office.agency)
    directive = make_directive(overseer, office.agency)
    page = signed_in(client, overseer).get(reverse("directives:directive", args=[directive.pk]))
    remind = f"{reverse('oversight:remind')}?agency={office.agency.pk}"
    assert f'<a href="{remind}">Nhắc các cơ quan này</a>' in page.content.decode()
    form = client.get(remind)
    assert form.status_code == 200
    assert office.agency.name in form.content.decode()
