"""What a plan refuses or warns of, on its page and on the page before it is carried out."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, Role
from network.directives.task_services import TaskFacts
from network.provisioning.reorganisation.consequences import consequences_of
from network.provisioning.reorganisation.planning import planned_changes
from tests.factories.accounts import signed_in
from tests.factories.directives import make_directive
from tests.factories.moderation import make_member, make_office
from tests.factories.questions import make_question
from tests.factories.reorganisations import add_step, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


@pytest.fixture
def desk(client, heir):
    return signed_in(client, make_member(heir.agency, Role.NETWORK_ADMIN))


def address(name, *keys):
    return reverse(f"reorganisation:{name}", args=keys)


def rename(agency, name, short_name=""):
    plan = make_plan()
    add_step(plan, "doi_ten", agency, None, new_name=name, new_short_name=short_name)
    return plan


def is_refused(desk, plan, words):
    """Return whether the plan says these words and neither offers nor obeys its start."""
    shown = desk.get(address("plan", plan.pk)).content.decode()
    asked = desk.get(address("start", plan.pk)).content.decode()
    desk.post(address("start", plan.pk))
    plan.refresh_from_db()
    offers = address("start", plan.pk) in shown or "button-longrunning" in asked
    return words in shown and words in asked and not offers and plan.state == "prepared"


def test_the_page_before_the_start_says_who_is_concerned_and_what_stays_open(desk, office, heir):
    make_question(office.agency)
    new = Agency.objects.create(code="SYT", name="Sở Y tế", short_name="SYT", kind="so", slug="syt")
    overseer = make_member(heir.agency, Role.OVERSEER)
    task = TaskFacts(words="Lập kế hoạch", due_on=timezone.localdate() + dt.timedelta(days=9))
    make_directive(overseer, office.agency, tasks=(task,))
    plan = make_plan(("sap_nhap", office.agency, new))
    page = desk.get(address("start", plan.pk)).content.decode()
    assert "Chưa ai phê duyệt ở đây cho đến khi" in page
    assert "4 người không còn quyền ở cơ quan cũ." in page
    assert "4 người được mời" in page
    assert "chuyển sang cơ quan tiếp nhận, câu hỏi của người dân: 1" in page
    assert "ở lại cơ quan cũ, nhiệm vụ của các cơ quan: 1" in page


def test_what_all_agencies_leave_open_is_counted_in_three_queries(
    office, heir, django_assert_num_queries
):
    """Two for the people, one for the open work of whatever tables."""
    others = [make_office(code).agency for code in ("SYT", "SXD")]
    plan = make_plan(*(("sap_nhap", each, heir.agency) for each in (office.agency, *others)))
    for agency in (office.agency, *others):
        make_question(agency)
    changes = planned_changes(plan)
    with django_assert_num_queries(3):
        words = consequences_of(changes, timezone.localdate(), heir.approver)
    assert any(each.endswith("câu hỏi của người dân: 3") for each in words)


def test_an_unanswered_objection_takes_the_button_and_leads_to_the_answer(desk, office, heir):
    plan = make_plan(("sap_nhap", office.agency, heir.agency))
    until = timezone.localdate() + dt.timedelta(days=5)
    desk.post(address("show", plan.pk), {"opinions_until": until.strftime("%d/%m/%Y")})
    page = desk.get(address("start", plan.pk)).content.decode()
    assert f"Các cơ quan còn được góp ý đến hết ngày {until:%d/%m/%Y}" in page
    assert "button-longrunning" in page
    part = plan.parts.get(agency=office.agency)
    part.objection, part.objected_at = "Đề nghị giữ chuyên mục.", timezone.now()
    part.save()
    page = desk.get(address("start", plan.pk)).content.decode()
    assert "button-longrunning" not in page
    assert address("answer", part.pk) in page
    assert address("start", plan.pk) not in desk.get(address("plan", plan.pk)).content.decode()
    desk.post(address("answer", part.pk), {"text": "Chuyên mục vẫn đọc được ở địa chỉ cũ."})
    assert "button-longrunning" in desk.get(address("start", plan.pk)).content.decode()


def test_an_agency_where_people_of_the_network_work_is_not_closed(desk, office, heir):
    plan = make_plan(("giai_the", heir.agency, None))
    assert is_refused(desk, plan, "Người giữ vai trò của mạng lưới làm việc ở đây")
    assert reverse("agencies_people:network") in desk.get(address("plan", plan.pk)).content.decode()
    plan = make_plan(("sap_nhap", heir.agency, office.agency))
    page = desk.get(address("start", plan.pk)).content.decode()
    assert "Người giữ vai trò của mạng lưới làm việc ở đây" in page
    assert "button-longrunning" in page


def test_a_name_that_another_agency_has_is_refused(desk, office, heir):
    name = heir.agency.name.upper()
    plan = rename(office.agency, name, "Sở khác")
    assert is_refused(desk, plan, f"Mạng lưới đã có cơ quan tên “{name}”.")
    add_step(plan, "sap_nhap", heir.agency, office.agency)
    assert address("start", plan.pk) in desk.get(address("plan", plan.pk)).content.decode()


def test_a_name_that_differs_in_its_accents_is_another_name(desk, office, heir):
    Agency.objects.filter(pk=heir.agency.pk).update(name="Xã Chư Sê")
    plan = rename(office.agency, "Xã Chư Se", "Xã khác")
    assert address("start", plan.pk) in desk.get(address("plan", plan.pk)).content.decode()


def test_a_taken_address_leads_to_the_agency_that_has_it(desk, office, heir):
    plan = rename(office.agency, "Sở mới", heir.agency.slug)
    assert is_refused(desk, plan, f"Địa chỉ “{heir.agency.slug}” là của {heir.agency.name}.")
    edit = reverse("agencies_agency_modeladmin_edit", args=[heir.agency.pk])
    assert edit in desk.get(address("plan", plan.pk)).content.decode()
    assert 'name="slug"' in desk.get(edit).content.decode()


@pytest.mark.parametrize(
    ("kind", "days", "refused"),
    [("doi_ten", -1, True), ("doi_ten", 0, False), ("giai_the", 0, True), ("giai_the", 1, False)],
)
def test_an_agency_does_not_change_before_it_began(desk, office, kind, days, refused):
    begin = timezone.localdate() - dt.timedelta(days=30)
    Agency.objects.filter(pk=office.agency.pk).update(valid_from=begin)
    plan = make_plan(day=begin + dt.timedelta(days=days))
    name = "Sở Số hóa" if kind == "doi_ten" else ""
    add_step(plan, kind, office.agency, None, new_name=name)
    words = f"Cơ quan này bắt đầu từ ngày {begin:%d/%m/%Y}"
    assert is_refused(desk, plan, words) is refused


def test_a_day_that_no_calendar_has_is_refused(desk, office):
    form = {"kind": "doi_ten", "new_name": "Sở Số hóa", "legal_basis": "Nghị quyết 12/NQ-HĐND"}
    answer = desk.post(address("agency", office.agency.pk), form | {"effective_on": "31/02/2026"})
    [error] = answer.context["form"].errors["effective_on"]
    assert error == "Hãy nhập ngày hợp lệ."
