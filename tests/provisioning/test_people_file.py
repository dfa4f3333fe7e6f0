"""People imported from a file: previewed, all or nothing, one letter each, never twice."""

import datetime as dt
import io
import re
import time
import unicodedata

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from network.agencies.models import Agency, AgencyKind, AuditEntry, Invitation, Membership, Role
from network.agencies.people import batch
from network.mailing.models import QueuedMail
from network.provisioning.people_file import services
from network.provisioning.people_file.planning import plan_people
from network.provisioning.people_file.services import PEOPLE_IMPORTED, import_people
from network.provisioning.services import open_agencies
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.people import make_agency, make_member, serve

pytestmark = pytest.mark.django_db
SCREEN = reverse("provisioning:people_file")
HEAD = ["Mã cơ quan", "Họ và tên", "Thư điện tử", "Vai trò", "Số quyết định"]
DATES = ["Từ ngày", "Đến ngày", "Ngày quyết định"]


@pytest.fixture(scope="module")
def houses(once):
    """Two agencies, each with its admin."""
    return once(lambda: [make_agency("UBND xã Ia Mẫu"), make_agency("UBND xã Đăk Thử")])


@pytest.fixture
def boss(houses, db):
    """A network admin who serves the first agency."""
    return make_member(houses[0], Role.NETWORK_ADMIN)


def line(agency, name="Lê Thử Lan", mail="lan@ia.example.vn", role="Người viết", *more):
    return [agency.code, name, mail, role, "12/QĐ-MAU", *more]


def csv_of(*lines, head=HEAD, separator=";"):
    return "\n".join(separator.join(cells) for cells in (head, *lines)).encode()


def xlsx_of(*lines, head=(*HEAD, *DATES)):
    book, file = Workbook(), io.BytesIO()
    for cells in (head, *lines):
        book.active.append(list(cells))
    book.save(file)
    return file.getvalue()


def brought_in(data, actor):
    return import_people(data=data, filename="nguoi.csv", actor=actor, now=timezone.now())


def look(client, data, name="nguoi.csv"):
    return client.post(SCREEN, {"file": SimpleUploadedFile(name, data)})


def looked_at(answer):
    return BeautifulSoup(answer.content, "html.parser").select_one("[name=looked_at]")["value"]


def test_a_file_is_previewed_then_saved_and_each_person_gets_one_letter(
    client, boss, houses, django_capture_on_commit_callbacks
):
    first, second = houses
    data = csv_of(
        line(first, role="Người viết"),
        line(second, role="thẩm định"),
        line(second, "Kpă Hoài", "Hoai@ia.example.vn", "QUẢN TRỊ TRANG"),
    )
    signed_in(client, boss)
    seen = look(client, data)
    assert (seen.context["plan"].letters, seen.context["plan"].people) == (2, 2)
    assert not Invitation.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(SCREEN, {"looked_at": looked_at(seen)}, follow=True)
    assert "0 trên 2 thư đã gửi" in " ".join(answer.content.decode().split())
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["lan@ia.example.vn"], ["hoai@ia.example.vn"]]
    assert {first.name, second.name} == set(
        re.findall("UBND xã (?:Ia Mẫu|Đăk Thử)", mail.outbox[0].body)
    )
    entry = AuditEntry.objects.get(action=PEOPLE_IMPORTED)
    assert (entry.detail["letters"], entry.detail["invited"], entry.agency) == (2, 3, None)
    assert "2 trên 2 thư đã gửi" in " ".join(client.get(SCREEN).content.decode().split())


def test_one_link_gives_all_roles_of_the_letter(
    client, boss, houses, django_capture_on_commit_callbacks
):
    data = csv_of(*(line(agency) for agency in houses))
    with django_capture_on_commit_callbacks(execute=True):
        brought_in(data, boss)
    run_jobs()
    [letter] = mail.outbox
    [path] = re.findall(r"/tai-khoan/loi-moi/[^\s]+", letter.body)
    form = client.get(path)
    assert all(agency.name in form.content.decode() for agency in houses)
    assert 'value="Lê Thử"' in form.content.decode()
    account = {"last_name": "Lê Thử", "first_name": "Lan", "username": "lan-thu"}
    words = {"password": "ba con meo den", "password_again": "ba con meo den"}
    assert client.post(path, account | words).status_code == 302
    held = Membership.objects.filter(user__username="lan-thu")
    assert sorted(held.values_list("agency__code", flat=True)) == sorted(a.code for a in houses)
    assert not Invitation.objects.unanswered().exists()


def test_a_withdrawn_role_leaves_the_link_to_the_others(
    client, boss, houses, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        brought_in(csv_of(*(line(agency) for agency in houses)), boss)
    run_jobs()
    [path] = re.findall(r"/tai-khoan/loi-moi/[^\s]+", mail.outbox[0].body)
    Invitation.objects.filter(agency=houses[0]).update(withdrawn_at=timezone.now())
    offer = client.get(path).content.decode()
    assert houses[1].name in offer
    assert houses[0].name not in offer


def test_the_same_file_again_changes_nothing_and_mails_nobody(boss, houses):
    today = timezone.localdate()
    member = make_member(houses[0], Role.AUTHOR, email="huy@ia.example.vn")
    data = xlsx_of(
        [*line(houses[0]), today, None, today],
        [*line(houses[0], "Lê Huy", member.email, "Người phê duyệt"), None, None, None],
    )
    plan = brought_in(data, boss)
    assert (len(plan.offers), len(plan.changes), plan.unchanged) == (1, 1, 0)
    before = AuditEntry.objects.count(), QueuedMail.objects.count()
    again = brought_in(data, boss)
    assert (again.offers, again.changes, again.unchanged) == ([], [], 2)
    assert (AuditEntry.objects.count() - 1, QueuedMail.objects.count()) == before
    roles = Membership.objects.filter(user=member).exclude(valid_to__lt=today)
    assert list(roles.values_list("role", flat=True)) == [Role.APPROVER]
    offered = Invitation.objects.get()
    assert (offered.full_name, offered.decided_on) == ("Lê Thử Lan", today)


@pytest.mark.parametrize(
    ("at", "typed", "told"),
    [
        (0, "UBND-KHONG-CO", "không thấy cơ quan"),
        (1, "", "ô trống"),
        (1, "=HYPERLINK(1)", "công thức"),
        (1, "＝1+1", "công thức"),
        (2, "lan.mau@gialai", "thiếu tên miền"),
        (2, "lan.mau", "không có @"),
        (2, "lan mau@ia.example.vn", "không phải địa chỉ thư"),
        (3, "biên tập", "không có vai trò này"),
        (3, "Quản trị mạng lưới", "không có vai trò này"),
        (4, "x" * 61, "60 ký tự"),
        (5, "31/02/2026", "không có ngày này"),
        (5, "01/01/2020", "đã qua"),
        (6, "01/01/2020", "trước ngày đầu"),
        (7, "01/01/2100", "chưa tới"),
    ],
)
def test_one_wrong_cell_is_told_and_nothing_is_saved(boss, houses, at, typed, told):
    wrong = [*line(houses[0]), "", "", ""]
    wrong[at] = typed
    good = line(houses[1], "Kpă Hoài", "hoai@ia.example.vn")
    plan = brought_in(csv_of(good, wrong, head=[*HEAD, *DATES]), boss)
    assert [(each.line, told in f"{each.reason} {each.fix}") for each in plan.problems] == [
        (3, True)
    ]
    assert not Invitation.objects.exists()
    assert not AuditEntry.objects.filter(action=PEOPLE_IMPORTED).exists()


def test_without_the_refusal_one_wrong_line_would_leave_the_others_saved(boss, houses, monkeypatch):
    data = csv_of(line(houses[0]), line(houses[1], role="biên tập"))
    assert brought_in(data, boss).problems
    assert not Invitation.objects.exists()

    def forgiving(*args, **kwargs):
        plan = plan_people(*args, **kwargs)
        plan.problems.clear()
        return plan

    monkeypatch.setattr(services, "plan_people", forgiving)
    brought_in(data, boss)
    assert Invitation.objects.count() == 1


def test_the_same_role_twice_and_one_address_of_two_people_are_errors(boss, houses):
    data = csv_of(
        line(houses[0]),
        line(houses[0], mail="LAN@ia.example.vn"),
        line(houses[1], "Lê Thử Hùng"),
    )
    problems = brought_in(data, boss).problems
    assert [(each.line, each.reason) for each in problems] == [
        (3, "trùng dòng 2"),
        (4, "trùng địa chỉ với dòng 2 của người khác: “Lê Thử Lan”, “Lê Thử Hùng”"),
    ]


def test_spellings_that_officers_type_are_understood(boss, houses):
    agency = houses[0]
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Ánh")
    serial = (timezone.localdate() - dt.date(1899, 12, 30)).days + 3
    data = xlsx_of(
        [f" {agency.short_name}\u200b ", decomposed, "ＡＮＨ@ia.example.vn\ufeff", "NGUOI VIET",
         "\u200e7/QĐ", serial, dt.date(2099, 12, 31), f"{timezone.localdate():%d-%m-%Y}"],
        head=["Đơn vị", "HỌ TÊN", "E-mail", "nhiệm vụ", "Quyết định số", *DATES],
    )  # fmt: skip
    plan = brought_in(data, boss)
    assert plan.problems == []
    row = Invitation.objects.get()
    assert (row.email, row.full_name) == ("anh@ia.example.vn", "Nguyễn Thị Ngọc Ánh")
    assert (row.decision_number, row.valid_to) == ("7/QĐ", dt.date(2099, 12, 31))
    assert row.valid_from == timezone.localdate() + dt.timedelta(days=3)
    assert [note.text for note in plan.notes if "bắt đầu" in note.text]


def test_an_agency_admin_staffs_the_own_agency_only(client, houses):
    own, foreign = houses
    admin = make_member(own, Role.AGENCY_ADMIN)
    signed_in(client, admin)
    seen = look(client, csv_of(line(own), line(foreign), line(foreign, role="nhầm")))
    problems = [(each.line, each.reason) for each in seen.context["plan"].problems]
    assert problems == [(3, "không thấy cơ quan này"), (4, "không có vai trò này")]
    assert foreign.name not in seen.content.decode()
    template = client.get(reverse("provisioning:people_template")).content
    _people, lists = load_workbook(io.BytesIO(template)).worksheets
    assert [cell.value for cell in lists["B"][1:] if cell.value] == [own.name]
    nowhere = look(client, csv_of(line(own), ["P-999999", *line(foreign)[1:]]))
    assert [each.reason for each in nowhere.context["plan"].problems] == [problems[0][1]]
    assert brought_in(csv_of(line(own)), admin).letters == 1
    assert "Lê Thử Lan" in client.get(reverse("agencies_people:invitations")).content.decode()


def test_without_the_lock_of_the_service_a_foreign_agency_would_be_staffed(houses, monkeypatch):
    own, foreign = houses
    admin = make_member(own, Role.AGENCY_ADMIN)
    terms = batch.Terms("1/QĐ", timezone.localdate())
    offer = batch.Offer(foreign, "x@ia.example.vn", "X", Role.AUTHOR, terms)
    with pytest.raises(batch.PermissionDenied):
        batch.invite_all(offers=[offer], actor=admin, now=timezone.now())
    monkeypatch.setattr(batch, "lock_agencies", lambda keys, *, actor: None)
    assert batch.invite_all(offers=[offer], actor=admin, now=timezone.now())


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OVERSEER, Role.REPORT_VIEWER])
def test_nobody_else_opens_the_screen(client, houses, role):
    signed_in(client, make_member(houses[0], role))
    for address in (SCREEN, reverse("provisioning:people_template")):
        assert client.get(address).status_code in (302, 403)


def test_a_network_admin_gives_no_role_to_themselves(boss, houses):
    plan = brought_in(csv_of(line(houses[1], mail=boss.email.upper())), boss)
    assert [each.reason for each in plan.problems] == ["không thể tự giao vai trò cho mình"]
    serve(boss, houses[1], Role.AGENCY_ADMIN)
    assert brought_in(csv_of(line(houses[1], mail=boss.email)), boss).people == 1


def test_what_an_agency_lacks_afterwards_and_who_holds_too_much_is_told(boss, houses):
    data = csv_of(
        line(houses[0]),
        line(houses[0], role="phê duyệt"),
        line(houses[0], "Kpă Hoài", "hoai@gmail.com", "thẩm định"),
        line(houses[1], role="biên tập"),
    )
    plan = brought_in(data, boss)
    [outlook] = plan.outlook
    assert [number for _role, number in outlook.counts] == [1, 1, 1, 0]
    assert outlook.lacks == "Chưa có quản trị trang"
    assert any("là một người" in note.text for note in plan.notes)
    assert any("hộp thư miễn phí" in note.text for note in plan.notes)


def test_the_file_comes_back_with_its_errors_and_the_template_is_accepted(client, boss, houses):
    signed_in(client, boss)
    seen = look(client, xlsx_of([*line(houses[0], role="nhầm"), "", "", ""]), "nguoi.xlsx")
    answer = client.post(SCREEN, {"looked_at": looked_at(seen), "errors": "1"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.cell(1, 9).value == "Lỗi"
    assert "không có vai trò này" in sheet.cell(2, 9).value
    template = client.get(reverse("provisioning:people_template")).content
    plan = look(client, template, "mau.xlsx").context["plan"]
    assert (plan.problems, plan.people) == ([], 1)


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"PK\x03\x04 nothing", "nguoi.xlsx"), (b"\x7fELF\0\0", "nguoi.csv"), (b"a\0b", "nguoi.xlsx")],
)
def test_another_file_than_its_name_says_is_refused(client, boss, data, name):
    signed_in(client, boss)
    assert look(client, data, name).context["form"].errors["file"]


def staffed(agencies, people=4):
    roles = ("Người viết", "Người thẩm định", "Người phê duyệt", "Quản trị trang")
    return [
        line(agency, f"Người {number}", f"p{agency.pk}-{number}@ia.example.vn", roles[number % 4])
        for agency in agencies
        for number in range(people)
    ]


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(boss, houses):
    brought_in(csv_of(*staffed(houses[1:], 1)), boss)
    counts = []
    for lines in (staffed(houses[:1], 2), staffed(houses, 40)):
        with CaptureQueriesContext(connection) as queries:
            assert brought_in(csv_of(*lines), boss).problems == []
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 40


@pytest.mark.drill
def test_868_people_of_217_agencies(boss, houses, django_capture_on_commit_callbacks):
    agencies = Agency.objects.bulk_create(
        Agency(name=f"UBND xã {n}", short_name=f"UBND xã {n}", code=f"XA-{n}", slug=f"xa-{n}",
               kind=AgencyKind.UBND_XA)
        for n in range(215)
    )  # fmt: skip
    open_agencies(agencies=agencies, now=timezone.now())
    lines = staffed([*houses, *agencies])
    broken = [*lines[:-1], [*lines[-1][:3], "biên tập", lines[-1][4]]]
    assert [each.line for each in brought_in(xlsx_of(*broken, head=HEAD), boss).problems] == [869]
    assert not Invitation.objects.exists()
    for name, data in (("CSV", csv_of(*lines)), ("XLSX", xlsx_of(*lines, head=HEAD))):
        with CaptureQueriesContext(connection) as queries:
            began = time.process_time()
            plan = brought_in(data, boss)
            seconds = time.process_time() - began
        figures = f"{plan.letters} letters, {plan.unchanged} same, {len(queries)} queries"
        print(f"{name}: {figures}, {seconds:.2f} s of this process")  # noqa: T201
    assert (plan.letters, plan.unchanged, QueuedMail.objects.count()) == (0, 868, 868)
    began = time.process_time()
    with django_capture_on_commit_callbacks(execute=True):
        run_jobs()
    print(f"mails: {len(mail.outbox)}, {time.process_time() - began:.1f} s of this process")  # noqa: T201
    assert len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox) == 868


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (1, "x", "họ và tên"),
        (4, "x", "số quyết định"),
        (4, "9", "số quyết định"),
        (6, "31/12/2999", "99 năm"),
        (7, "01/01/1900", "07/01/1998"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_refused(boss, houses, place, value, said):
    cells = [*line(houses[0]), "", "", ""]
    cells[place] = value
    [problem] = brought_in(csv_of(cells, head=[*HEAD, *DATES]), boss).problems
    assert said in problem.reason


@pytest.mark.parametrize(
    ("name", "mail", "is_taken"),
    [
        ("Trần Thử Bình", "lan+2@ia.example.vn", False),
        ("Lê Thử Lan", "lan.hai@ia.example.vn", False),
        ("Lê Thử Lan (1980)", "lan.hai@ia.example.vn", True),
    ],
)
def test_a_second_account_of_a_person_gets_no_role_of_somebody_else(
    boss, houses, name, mail, is_taken
):
    author = line(houses[0])
    approver = line(houses[0], name, mail, "Người duyệt")
    problems = brought_in(csv_of(author, approver), boss).problems
    assert [problem.line for problem in problems] == ([] if is_taken else [2, 3])
