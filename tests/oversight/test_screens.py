"""The overseer's and the agency's screens, asked as each role."""

import datetime as dt
import io
import re
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from network.accounts.models import User
from network.accounts.services import enrol_totp
from network.agencies.models import Agency, AuditEntry, Membership, Role
from network.oversight.actions import OversightAction
from network.oversight.declared import declare
from network.oversight.disputes import open_dispute
from network.oversight.models import Declaration, Dispute, Finding, Requirement, Status
from network.oversight.situation import standings
from network.oversight.wanting import WANTING, count_wanting
from sites.models import LinkCheck, LinkState, RequiredLink
from tests.factories.accounts import SECRET, signed_in
from tests.factories.documents import make_change, make_citation, make_document
from tests.factories.moderation import end, make_member, make_office
from tests.factories.questions import make_question
from tests.factories.sections import make_article, make_section

from .network import declared_requirement, found, look, place

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def two_of_module(once):
    def made() -> Any:
        offices = {code: make_office(code) for code in ("STP", "SYT")}
        stp = offices["STP"]
        for role in (Role.OVERSEER, Role.REPORT_VIEWER, Role.NETWORK_ADMIN):
            stp.people[role.value] = make_member(stp.agency, role)
        for url in RequiredLink.objects.shown().values_list("url", flat=True):
            LinkCheck.objects.update_or_create(url=url, defaults={"state": LinkState.ALIVE})
        look(now=timezone.now() - dt.timedelta(hours=1))
        return offices

    return once(made)


@pytest.fixture
def offices(two_of_module, db):
    return deepcopy(two_of_module)


@pytest.fixture
def overseer(client, offices):
    return signed_in(client, offices["STP"].overseer)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def finding(code: str, key: str) -> Finding:
    return Finding.objects.get(agency__code=code, requirement__key=key, until=None)


def test_the_overseer_finds_the_silent_in_two_clicks(overseer, offices):
    start = text_of(overseer.get("/admin/"))
    [address] = re.findall(r'href="(/admin/giam-sat/\?loc=im-lang)"', start)
    page = text_of(overseer.get(address))
    assert offices["SYT"].agency.short_name in page


def test_the_start_page_counts_in_one_query_what_the_table_lists(overseer, offices):
    day = timezone.localdate()
    Membership.objects.filter(agency=offices["SYT"].agency, role=Role.APPROVER).delete()
    for user in offices["SYT"].people.values():
        enrol_totp(user=user, secret=SECRET)
    make_article(place(offices["STP"]), date=day, first_published_at=timezone.now())
    make_question(agency=offices["STP"].agency, due_on=day - dt.timedelta(days=1))
    expired = make_change(make_document(), day=day).document
    make_citation(make_article(place(offices["SYT"]), date=day), expired)
    with CaptureQueriesContext(connection) as asked:
        counted = count_wanting(day)
    assert len(asked) == 1
    rows = standings(timezone.now())
    listed = {name: sum(map(want.holds, rows)) for name, want in WANTING.items()}
    assert counted == {"": 2} | listed
    assert set(listed.values()) == {1}


def test_who_lacks_an_approver_is_listed_and_nobody_else(overseer, offices):
    Membership.objects.filter(agency=offices["SYT"].agency, role=Role.APPROVER).delete()
    page = text_of(overseer.get("/admin/giam-sat/?loc=thieu-nguoi-duyet"))
    table = page[page.index("<tbody>") :]
    assert "SYT" in table
    assert ">STP<" not in table


def test_an_ended_agency_does_not_lack_an_approver(overseer, offices):
    agency = offices["SYT"].agency
    Membership.objects.filter(agency=agency, role=Role.APPROVER).delete()
    assert count_wanting(timezone.localdate())["thieu-nguoi-duyet"] == 1
    agency.valid_to = timezone.localdate() - dt.timedelta(days=1)
    agency.save()
    counted = count_wanting(timezone.localdate())
    assert counted[""] == 2
    assert counted["thieu-nguoi-duyet"] == 0
    rows = standings(timezone.now())
    assert sum(map(WANTING["thieu-nguoi-duyet"].holds, rows)) == 0


def test_the_table_is_a_workbook_too(overseer, offices):
    answer = overseer.get(reverse("oversight:situation_xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    names = {row[0].value for row in sheet.iter_rows(min_row=2)}
    assert names == {office.agency.name for office in offices.values()}


def test_the_whole_matrix_is_a_workbook_with_the_signs_of_each_cell(overseer):
    answer = overseer.get(reverse("oversight:matrix_xlsx"))
    matrix, legend = load_workbook(io.BytesIO(answer.content)).worksheets
    head, *rows = matrix.iter_rows(values_only=True)
    meaning = dict(legend.iter_rows(values_only=True))
    assert len(head) == 3 + 37
    assert {meaning[row[head.index("R6")]] for row in rows} == {"Chưa đạt"}
    assert {meaning[row[head.index("R27")]] for row in rows} == {"Không kiểm được"}
    assert meaning["R5"] == "Liên kết bắt buộc"


def test_a_workbook_is_wide_enough_to_read_and_prints_on_one_width(overseer):
    answer = overseer.get(reverse("oversight:situation_xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for column in sheet.iter_cols(min_row=2):
        width = sheet.column_dimensions[column[0].column_letter].width
        assert all(len(str(cell.value or "")) <= width for cell in column)


def test_a_cell_opens_what_its_value_counts(overseer):
    cell = finding("SYT", "R5")
    page = text_of(overseer.get(reverse("oversight:cell", args=[cell.pk])))
    # The province's, the council's and the national portal stand there; the ministry's does not.
    assert cell.value == "3 / 4"
    opened = page[page.index('class="matrix-open"') :]
    assert opened.count("✓ <a") + opened.count("✓\n") >= 1
    assert "Chưa có liên kết" in opened
    assert cell.requirement.quotation[:40] in opened


def test_a_page_of_the_matrix_costs_the_same_however_many_agencies(overseer):
    address = reverse("oversight:matrix")
    counted, sizes = [], []
    for more in (0, 60):
        for _each in range(more):
            make_section()
        look()
        with CaptureQueriesContext(connection) as asked:
            page = overseer.get(address)
        counted.append(len(asked))
        sizes.append(len(page.content))
    assert counted[0] == counted[1] <= 60
    # Fifty agencies stand on a page.
    assert sizes[1] < 300_000


def test_the_situation_costs_the_same_however_many_agencies(overseer):
    address = reverse("oversight:situation")
    counted = []
    for more in (0, 12):
        for _each in range(more):
            make_section()
        with CaptureQueriesContext(connection) as asked:
            overseer.get(address)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 60


def test_a_report_viewer_reads_all_and_meets_no_name(client, offices):
    viewer = signed_in(client, offices["STP"].report_viewer)
    own = offices["STP"].report_viewer
    for number, user in enumerate(User.objects.exclude(pk=own.pk)):
        User.objects.filter(pk=user.pk).update(last_name=f"Ksor H’Lan {number:02d}")
    for address in (
        reverse("oversight:situation"),
        reverse("oversight:matrix"),
        reverse("oversight:cell", args=[finding("SYT", "R2").pk]),
        reverse("oversight:agency", args=[offices["SYT"].agency.pk]),
    ):
        page = text_of(viewer.get(address))
        assert "Ksor" not in page


def test_a_report_viewer_reads_no_words_of_an_agency_and_no_title_that_went(client, offices):
    office, until = offices["SYT"], timezone.localdate() + dt.timedelta(days=90)
    article = make_article(place(office), title="Bài bị gỡ", date=timezone.localdate())
    person, requirement = office.author, declared_requirement()
    declare(
        requirement=requirement,
        agency=office.agency,
        statement="Ông Tám phụ trách",
        file=None,
        valid_until=until,
        user=person,
        now=timezone.now(),
        day=timezone.localdate(),
    )
    look()
    without = finding("SYT", "R6")
    open_dispute(
        agency=office.agency,
        requirement=without.requirement,
        reason="Chờ ông Tám ký",
        user=person,
        now=timezone.now(),
    )
    addresses = [reverse("oversight:agency", args=[office.agency.pk])]
    for key in ("R2c", "R6", "TK"):
        addresses.append(reverse("oversight:cell", args=[finding("SYT", key).pk]))

    def read(user: User) -> str:
        viewer = signed_in(client, user)
        return "".join(text_of(viewer.get(each)) for each in addresses)

    said = ("Ông Tám phụ trách", "Chờ ông Tám ký")
    for reader, hears in (("report_viewer", False), ("overseer", True)):
        page = read(offices["STP"].people[reader])
        assert [each in page for each in said] == [hears, hears]
        assert "Bài bị gỡ" in page
    article.unpublish()
    page = read(offices["STP"].report_viewer)
    assert "Bài bị gỡ" not in page
    assert "Một bản chưa đăng" in page


def test_an_agency_sees_its_own_row_alone(client, offices):
    person = signed_in(client, offices["SYT"].author)
    own, foreign = offices["SYT"].agency, offices["STP"].agency
    assert person.get(reverse("oversight:own")).url == reverse("oversight:agency", args=[own.pk])
    assert person.get(reverse("oversight:agency", args=[own.pk])).status_code == 200
    assert person.get(reverse("oversight:agency", args=[foreign.pk])).status_code == 404
    foreign_cell = reverse("oversight:cell", args=[finding("STP", "R5").pk])
    assert person.get(foreign_cell).status_code in {302, 403, 404}
    assert person.get(reverse("oversight:situation")).status_code in {302, 403}


def test_the_agency_s_screen_says_what_is_to_be_done_and_leads_there(client, offices):
    person = signed_in(client, offices["SYT"].author)
    page = text_of(person.get(reverse("oversight:agency", args=[offices["SYT"].agency.pk])))
    met = Finding.objects.filter(agency=offices["SYT"].agency, status=Status.MET, until=None)
    # All are built; R24 asks about texts, R23b and R23c about false pages, R28 to R30 the overseer.
    total = Finding.objects.filter(agency=offices["SYT"].agency, until=None)
    total = total.exclude(status=Status.NOT_APPLICABLE).count()
    assert f"{met.count()} / {total}" in page
    assert "R6 · Pano kết nối" in page
    home = offices["SYT"].home
    assert reverse("wagtailadmin_pages:edit", args=[home.pk]) in page


def test_checking_again_counts_what_was_done_since(client, offices):
    office = offices["SYT"]
    person = signed_in(client, office.author)
    requirement = declared_requirement()
    look()
    page = person.get(reverse("oversight:agency", args=[office.agency.pk]))
    address = reverse("oversight:declare", args=[office.agency.pk, requirement.pk])
    assert address in page.content.decode()
    until = timezone.localdate() + dt.timedelta(days=90)
    answer = person.post(
        address, {"statement": "Dự toán 40 triệu đồng.", "valid_until": f"{until:%Y-%m-%d}"}
    )
    assert answer.status_code == 302
    assert finding("SYT", "TK").status == Status.PARTLY
    again = reverse("oversight:check_again", args=[office.agency.pk])
    assert person.post(again).status_code == 302
    assert AuditEntry.objects.filter(action=OversightAction.CHECKED_ANEW).exists()


def test_a_declaration_takes_no_foreign_file_and_no_past_day(client, offices):
    office = offices["SYT"]
    person = signed_in(client, office.author)
    requirement = declared_requirement()
    look()
    address = reverse("oversight:declare", args=[office.agency.pk, requirement.pk])
    past = timezone.localdate() - dt.timedelta(days=1)
    answer = person.post(address, {"statement": "Đã làm.", "valid_until": f"{past:%Y-%m-%d}"})
    assert "Ngày này đã qua" in text_of(answer)
    computed = Requirement.objects.get(key="R5")
    other = reverse("oversight:declare", args=[office.agency.pk, computed.pk])
    assert person.get(other).status_code == 404
    assert not Declaration.objects.exists()


def test_an_agency_disagrees_once_and_the_overseer_answers(client, offices):
    office = offices["SYT"]
    person = signed_in(client, office.approver)
    requirement = Requirement.objects.get(key="R6")
    address = reverse("oversight:dispute", args=[office.agency.pk, requirement.pk])
    assert person.post(address, {"reason": "Pano đang làm lại."}).status_code == 302
    assert "chưa trả lời" in text_of(person.post(address, {"reason": "Nhắc lại."}))
    dispute = Dispute.objects.get()
    row = reverse("oversight:dispute_row", args=[dispute.pk])
    # Its own people read it, and cannot answer for the overseer.
    assert "Pano đang làm lại." in text_of(person.get(row))
    assert person.post(row, {"answer": "Đồng ý."}).url == "/admin/"
    assert Dispute.objects.get().answer == ""
    overseer = signed_in(client, offices["STP"].overseer)
    assert "Pano đang làm lại." in text_of(overseer.get("/admin/"))
    assert overseer.post(row, {"answer": "Xong trước 15/12."}).status_code == 302
    dispute.refresh_from_db()
    assert (dispute.answer, dispute.answered_by) == (
        "Xong trước 15/12.",
        offices["STP"].overseer,
    )
    person = signed_in(client, office.approver)
    page = person.get(reverse("oversight:agency", args=[office.agency.pk]))
    assert "Xong trước 15/12." in page.content.decode()


def test_another_agency_s_dispute_is_not_found(client, offices):
    dispute = Dispute.objects.create(
        agency=offices["STP"].agency,
        requirement=Requirement.objects.get(key="R6"),
        reason="Của riêng",
        opened_at=timezone.now(),
    )
    person = signed_in(client, offices["SYT"].approver)
    assert person.get(reverse("oversight:dispute_row", args=[dispute.pk])).status_code == 404
    foreign = reverse("oversight:dispute", args=[offices["STP"].agency.pk, dispute.requirement_id])
    assert person.post(foreign, {"reason": "x"}).status_code == 404
    assert person.post(
        reverse("oversight:check_again", args=[offices["STP"].agency.pk])
    ).status_code in {403, 404}


def test_what_is_met_cannot_be_disputed(client, offices):
    person = signed_in(client, offices["SYT"].approver)
    requirement = Requirement.objects.get(key="R2b")
    address = reverse("oversight:dispute", args=[offices["SYT"].agency.pk, requirement.pk])
    assert "không có kết quả để nêu ý kiến" in text_of(
        person.post(address, {"reason": "Không đồng ý."})
    )
    assert not Dispute.objects.exists()


def test_the_matrix_shows_what_became_worse_since_last_month(overseer, offices):
    start = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    cell = finding("SYT", "R6")
    cell.delete()
    moments = (start - dt.timedelta(days=20), start + dt.timedelta(minutes=5), None)
    for status, since, until in zip(
        (Status.MET, Status.NOT_MET), moments, moments[1:], strict=False
    ):
        Finding.objects.create(
            agency=cell.agency,
            requirement=cell.requirement,
            status=status,
            since=since,
            until=until,
        )
    page = text_of(overseer.get(reverse("oversight:matrix")))
    assert page.count('class="s-not_met worse"') == 1
    assert found()["SYT"]["R6"] == Status.NOT_MET
    assert Agency.objects.count() == 2


def test_the_matrix_shows_an_ended_agency_until_its_successor_is_entered(overseer, offices):
    end(offices["SYT"])
    text = text_of(overseer.get(reverse("oversight:matrix")))
    assert "SYT" in text
    assert "chưa nhập cơ quan tiếp nhận" in text
    end(offices["SYT"], offices["STP"])
    text = text_of(overseer.get(reverse("oversight:matrix")))
    assert "SYT" not in text
