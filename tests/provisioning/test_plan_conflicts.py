"""What a plan says of other plans, past days and incomplete steps, and its file of addresses."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from network.agencies.models import Agency, Role, Succession
from network.provisioning.models import ReorganisationPlan
from network.provisioning.reorganisation import execution
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office("STTTT").agency


@pytest.fixture
def heir():
    return make_office("SKHCN").agency


@pytest.fixture
def desk(client, heir):
    return signed_in(client, make_member(heir, Role.NETWORK_ADMIN))


def address(name, *keys):
    return reverse(f"reorganisation:{name}", args=keys)


def page_of(desk, plan, name="plan"):
    return desk.get(address(name, plan.pk)).content.decode()


def merge(desk, former, heir):
    """Plan a merger by the form of a plan's steps."""
    plan = make_plan()
    words = {"kind": "sap_nhap", "predecessor": former.code, "successor": heir.code}
    assert desk.post(address("add_step", plan.pk), words).status_code == 302
    return plan


@pytest.mark.parametrize("state", ["prepared", "announced", "running", "undoing"])
def test_an_agency_in_another_open_plan_is_named_with_the_way_there(desk, office, heir, state):
    other = make_plan(("sap_nhap", office, heir))
    ReorganisationPlan.objects.filter(pk=other.pk).update(state=state, name="Sáp nhập hai sở")
    plan = make_plan()
    add_step(plan, "doi_ten", office, None, new_name="Sở Số hóa")
    for name in ("plan", "start"):
        page = page_of(desk, plan, name)
        assert "“Sáp nhập hai sở”" in page
        assert "cũng thay đổi cơ quan này" in page
        assert address("plan", other.pk) in page
    # Both may be right, one after the other.
    assert "button-longrunning" in page
    ReorganisationPlan.objects.filter(pk=other.pk).update(state="undone")
    assert "cũng thay đổi cơ quan này" not in page_of(desk, plan)


def test_an_agency_that_a_plan_has_ended_is_not_merged_again(desk, office, heir):
    ended = carry_out(make_plan(("giai_the", office, None)))
    plan = merge(desk, office, heir)
    page = page_of(desk, plan)
    assert "đã làm cơ quan này kết thúc" in page
    assert address("plan", ended.pk) in page
    assert address("start", plan.pk) not in page
    desk.post(address("start", plan.pk))
    plan.refresh_from_db()
    assert plan.state == "prepared"


def test_an_agency_that_ended_otherwise_is_registered_with_its_successor(desk, office, heir):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Agency.objects.filter(pk=office.pk).update(valid_to=yesterday, status="merged")
    plan = merge(desk, office, heir)
    assert address("start", plan.pk) in page_of(desk, plan)


@pytest.mark.parametrize(("days", "warned"), [(-30, True), (0, False)])
def test_a_past_day_is_warned_of_before_it_is_carried_out(desk, office, days, warned):
    day = timezone.localdate() + dt.timedelta(days=days)
    plan = make_plan(day=day)
    add_step(plan, "doi_ten", office, None, new_name="Sở Số hóa")
    page = page_of(desk, plan, "start")
    assert (f"Ngày {day:%d/%m/%Y} đã qua" in page) is warned
    assert "button-longrunning" in page


def test_a_consolidation_of_one_agency_is_questioned(desk, office, heir):
    words = "Mới có một cơ quan được hợp nhất"
    plan = make_plan(("hop_nhat", office, heir))
    assert words in page_of(desk, plan)
    # The other former bodies never had a section, and the imported file names them.
    link = Succession.objects.create(
        successor=heir, predecessor_name="Sở khác", date=plan.effective_on, kind="hop_nhat"
    )
    assert words not in page_of(desk, plan)
    link.delete()
    add_step(plan, "hop_nhat", make_office("SYT").agency, heir)
    assert words not in page_of(desk, plan)


def test_the_undo_of_a_chain_names_the_later_plan(office, heir):
    first = make_plan()
    add_step(first, "doi_ten", office, None, new_name="Sở Số hóa")
    carry_out(first)
    office.refresh_from_db()
    second = make_plan()
    add_step(second, "doi_ten", office, None, new_name="Sở Số và Dữ liệu")
    ReorganisationPlan.objects.filter(pk=second.pk).update(name="Đổi tên lần hai")
    carry_out(second)
    with pytest.raises(ValidationError, match=r"“Đổi tên lần hai”.*hoàn tác đợt đó trước"):
        execution.undo(plan=first, now=timezone.now())
    execution.undo(plan=second, now=timezone.now())
    execution.carry_on(now=timezone.now())
    execution.undo(plan=first, now=timezone.now())


def test_the_file_has_the_plan_and_every_address_in_its_column(desk, office, heir):
    plan = make_plan()
    for former in (office, heir):
        step = {"kind": "hop_nhat", "predecessor": former.code, "new_name": "Sở Khoa học"}
        assert desk.post(address("add_step", plan.pk), step).status_code == 302
    answer = desk.get(address("xlsx", plan.pk))
    book = load_workbook(io.BytesIO(answer.content))
    rows = {row[1]: row[3:5] for row in book.worksheets[0].values}
    assert rows[office.name] == ("/so-stttt/", "/so-stttt/")
    assert rows["Sở Khoa học"] == (None, "/so-khoa-hoc/")
    facts = dict(book.worksheets[1].values)
    assert plan.name in facts.values()
    assert f"{plan.effective_on:%d/%m/%Y}" in facts.values()
    assert plan.legal_basis in facts.values()
    new = Agency.objects.get(name="Sở Khoa học")
    for page in (page_of(desk, plan), desk.get(address("change", plan.pk, new.pk))):
        text = page if isinstance(page, str) else page.content.decode()
        assert "/so-khoa-hoc/" in text
    assert "/so-khoa-hoc/ → " not in text


def test_an_agency_without_people_leads_to_a_screen_that_invites_its_admin(desk, office, heir):
    empty = make_office("SYT")
    empty.agency.memberships.all().delete()
    plan = make_plan()
    add_step(plan, "doi_ten", empty.agency, None, new_name="Sở Sức khỏe")
    overview = f"{reverse('agencies_people:overview')}?agency=SYT"
    assert overview in page_of(desk, plan)
    invite = reverse("agencies_people:first_admin", args=[empty.agency.pk])
    assert invite in desk.get(overview).content.decode()
    assert desk.get(invite).status_code == 200
    staffed = f"{reverse('agencies_people:overview')}?agency=STTTT"
    assert "/moi-quan-tri/" not in desk.get(staffed).content.decode()


def test_nobody_is_to_be_assigned_to_a_closed_agency_or_where_approvers_are_invited(
    desk, office, heir
):
    words = "Ngày đó không ai phê duyệt ở cơ quan này"
    new = Agency.objects.create(code="SYT", name="Sở Y tế", short_name="SYT", kind="so", slug="syt")
    page = page_of(desk, make_plan(("sap_nhap", office, new)))
    assert "chấp nhận lời mời" in page
    assert words not in page
    last = timezone.localdate() - dt.timedelta(days=9)
    Agency.objects.filter(pk=new.pk).update(valid_to=last, status="dissolved")
    page = page_of(desk, make_plan(("sap_nhap", office, new)))
    assert "đã kết thúc nhưng vẫn tiếp nhận" in page
    assert words not in page
