"""Screens of a reorganisation: names, plan, dry run, objection; who may open them."""

import datetime as dt
import io

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from network.agencies.models import Agency, Role, Succession
from network.core.dates import format_day
from network.directives.task_services import TaskFacts
from network.provisioning.models import ReorganisationPlan
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.directives import make_directive, make_overseer
from tests.factories.documents import make_document
from tests.factories.moderation import make_member, make_office
from tests.factories.questions import make_question
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


@pytest.fixture
def desk(client, heir):
    return signed_in(client, make_member(heir.agency, Role.NETWORK_ADMIN))


def address(name, *keys):
    return reverse(f"reorganisation:{name}", args=keys)


def test_a_network_admin_plans_and_starts_a_merger(desk, former, heir):
    make_question(former.agency)
    plan_form = {
        "name": "Sắp xếp các sở",
        "legal_basis": "Nghị quyết 18/NQ-HĐND",
        "effective_on": timezone.localdate().strftime("%d/%m/%Y"),
    }
    assert desk.post(address("add"), plan_form).status_code == 302
    plan = ReorganisationPlan.objects.get()
    step = {"kind": "sap_nhap", "predecessor": "STTTT", "successor": heir.agency.name}
    assert desk.post(address("add_step", plan.pk), step).status_code == 302
    page = desk.get(address("plan", plan.pk)).content.decode()
    assert former.agency.name in page
    shown = desk.get(address("change", plan.pk, former.agency.pk)).content.decode()
    assert "Câu hỏi của người dân" in shown
    book = load_workbook(io.BytesIO(desk.get(address("xlsx", plan.pk)).content))
    cells = {cell for row in book.active.values for cell in row}
    assert {"STTTT", "Câu hỏi của người dân", "/so-stttt/"} <= cells
    assert desk.post(address("start", plan.pk)).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "running"
    assert desk.post(address("add_step", plan.pk), step).status_code == 200
    assert plan.steps.count() == 1


@pytest.mark.parametrize(
    "step",
    [
        {"kind": "sap_nhap", "predecessor": "STTTT"},
        {"kind": "doi_ten", "predecessor": "STTTT"},
        {"kind": "tan_lap", "predecessor": "STTTT", "successor": "SKHCN"},
        {"kind": "sap_nhap", "predecessor": "STTTT", "successor": "STTTT"},
        {"kind": "sap_nhap", "predecessor": "Không có", "successor": "SKHCN"},
        {"kind": "doi_ten", "predecessor": "STTTT", "new_name": "Sở " + "rất dài " * 20},
    ],
)
def test_a_step_that_cannot_be_is_refused(desk, former, step):
    plan = make_plan()
    assert desk.post(address("add_step", plan.pk), step).status_code == 200
    assert not plan.steps.exists()


def test_a_plan_with_something_in_its_way_is_not_shown(desk, former, heir):
    # Once it is shown, its steps cannot be changed.
    plan = make_plan(
        ("sap_nhap", former.agency, heir.agency),
        ("sap_nhap", former.agency, make_office("SYT").agency),
    )
    form = {"opinions_until": timezone.localdate().strftime("%d/%m/%Y")}
    assert desk.post(address("show", plan.pk), form).status_code == 200
    plan.refresh_from_db()
    assert plan.state == "prepared"


def test_an_agency_reads_its_part_objects_and_is_answered(desk, client, former, heir):
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    until = timezone.localdate() + dt.timedelta(days=5)
    form = {"opinions_until": until.strftime("%d/%m/%Y")}
    assert desk.post(address("show", plan.pk), form).status_code == 302
    part = plan.parts.get(agency=former.agency)
    foreign = plan.parts.get(agency=heir.agency)
    run_jobs()
    assert {to for letter in mail.outbox for to in letter.to} == {
        former.agency_admin.email,
        heir.agency_admin.email,
    }
    signed_in(client, former.agency_admin)
    assert heir.agency.name in client.get(address("own")).content.decode()
    words = {"text": "Đề nghị giữ lại chuyên mục hỏi đáp."}
    assert client.post(address("object", foreign.pk), words).status_code == 404
    assert client.post(address("object", part.pk), words).status_code == 302
    assert client.get(address("plan", plan.pk)).status_code in (302, 403, 404)
    signed_in(client, make_member(heir.agency, Role.NETWORK_ADMIN))
    assert client.post(address("start", plan.pk)).status_code == 200
    answer = {"text": "Chuyên mục vẫn đọc được ở địa chỉ cũ."}
    assert client.post(address("answer", part.pk), answer).status_code == 302
    assert client.post(address("start", plan.pk)).status_code == 302


def test_names_are_proposed_confirmed_and_become_steps(desk):
    day = dt.date(2025, 7, 1)
    spec = [
        ("SGDDT", "Sở Giáo dục và Đào tạo tỉnh Gia Lai", None),
        ("STP", "Sở Tư pháp tỉnh Gia Lai", None),
        ("STP-2025", "Sở Tư pháp tỉnh Gia Lai", day),
        ("SGDDT-2025", "Sở Giáo dục và Đào tạo tỉnh Gia Lai", day),
    ]
    made = {
        code: Agency.objects.create(
            code=code, name=name, short_name=name, kind="so", slug=code.lower(), valid_from=begin
        )
        for code, name, begin in spec
    }
    links = [
        Succession.objects.create(
            successor=made[heir],
            predecessor_name=name,
            predecessor_area=area,
            date=day,
            kind="hop_nhat",
        )
        for heir, name, area in (
            ("SGDDT-2025", "Sở GDĐT", ""),
            ("STP-2025", "Sở Tư pháp", "Tỉnh Gia Lai"),
            ("STP-2025", "Sở Tư pháp", "Tỉnh Bình Định"),
        )
    ]
    form = desk.get(address("names")).context["form"]
    fields = {name: field.initial for name, field in form.fields.items()}
    assert [fields[f"agency-{link.pk}"] for link in links] == ["SGDDT", "STP", ""]
    itself = {f"agency-{links[0].pk}": "SGDDT-2025"}
    assert desk.post(address("names"), fields | itself).status_code == 200
    assert desk.post(address("names"), fields).status_code == 302
    linked = Succession.objects.filter(predecessor__isnull=False)
    assert set(linked.values_list("predecessor__code", flat=True)) == {"SGDDT", "STP"}
    plan = make_plan(day=day)
    assert desk.post(address("add_linked", plan.pk)).status_code == 302
    assert plan.steps.count() == 2


def test_the_own_parts_are_on_pages_with_few_queries(client, former, heir):
    for year in range(7):
        day = timezone.localdate() - dt.timedelta(days=365 * year)
        plan = make_plan(("sap_nhap", former.agency, heir.agency), day=day)
        plan.parts.create(agency=former.agency)
    signed_in(client, former.agency_admin)
    client.get(address("own"))
    with CaptureQueriesContext(connection) as queries:
        first = client.get(address("own"))
    second = client.get(address("own"), {"p": 2})
    assert [len(page.context["rows"]) for page in (first, second)] == [5, 2]
    # One plan took 70 queries when each kind of rows had a query of its own.
    assert len(queries) < 80


@pytest.mark.parametrize(
    "basis", ["NĐ 9/2025/NĐ-CP, ngày 16/6", "Số 9/2025/NĐ-CP;", "(9/2025/NĐ-CP)"]
)
def test_a_plan_knows_its_document_whatever_stands_around_the_number(desk, basis):
    document = make_document("9/2025/NĐ-CP")
    form = {"name": "Sắp xếp", "legal_basis": basis, "effective_on": "01/01/2026"}
    assert desk.post(address("add"), form).status_code == 302
    assert ReorganisationPlan.objects.get().document == document


def test_overseers_read_plans_and_start_nothing(client, former, heir):
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    signed_in(client, make_member(heir.agency, Role.OVERSEER))
    assert client.get(address("plan", plan.pk)).status_code == 200
    client.post(address("start", plan.pk))
    plan.refresh_from_db()
    assert plan.state == "prepared"


def test_open_work_without_a_successor_is_named_before_and_after(desk, former, heir):
    """A question passes to the sole successor, a task stays and must not be forgotten."""
    make_question(former.agency)
    task = TaskFacts(words="Báo cáo", due_on=timezone.localdate() + dt.timedelta(days=9))
    make_directive(make_overseer(heir.agency), former.agency, tasks=(task,))
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    before = desk.get(address("plan", plan.pk)).content.decode()
    assert "hãy giải quyết trước: nhiệm vụ của các cơ quan: 1" in before
    assert format_day(plan.effective_on) in desk.get(address("start", plan.pk)).content.decode()
    carry_out(plan)
    after = desk.get(address("plan", plan.pk)).content.decode()
    assert "1 cơ quan cũ vẫn còn việc mở" in after and "Còn mở ở cơ quan cũ này" in after
    assert "không cần làm gì thêm" not in after
