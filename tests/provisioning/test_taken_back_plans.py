"""A plan that the agencies have seen is taken back, changed and sent again."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.provisioning.models import ReorganisationPlan
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import add_step, make_plan

pytestmark = pytest.mark.django_db


def address(name, *keys):
    return reverse(f"reorganisation:{name}", args=keys)


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


@pytest.fixture
def admin(heir):
    return make_member(heir.agency, Role.NETWORK_ADMIN)


@pytest.fixture
def plan(former, heir):
    return make_plan(("sap_nhap", former.agency, heir.agency))


def send(desk, plan):
    until = timezone.localdate() + dt.timedelta(days=5)
    return desk.post(address("show", plan.pk), {"opinions_until": until.strftime("%d/%m/%Y")})


def object_as(client, office, plan, words="Đề nghị giữ tên cũ."):
    part = plan.parts.get(agency=office.agency)
    signed_in(client, office.agency_admin)
    assert client.post(address("object", part.pk), {"text": words}).status_code == 302
    return part


def mails_to(person):
    run_jobs()
    return [letter for letter in mail.outbox if person.email in letter.to]


def test_a_plan_is_taken_back_changed_and_sent_again(client, plan, former, heir, admin):
    desk = signed_in(client, admin)
    send(desk, plan)
    part = object_as(client, former, plan)
    signed_in(desk, admin)
    assert address("take_back", plan.pk) in desk.get(address("plan", plan.pk)).content.decode()
    asked = desk.get(address("take_back", plan.pk)).content.decode()
    assert "nhận được thư báo" in asked
    assert "ý kiến đã gửi vẫn được giữ" in asked
    assert desk.post(address("take_back", plan.pk)).status_code == 302
    assert AuditEntry.objects.filter(action="agency_reorg_taken_back").count() == 1
    assert "được rút lại để sửa" in mails_to(former.agency_admin)[-1].body
    # The steps are changed: another agency comes, and the heir goes.
    third = make_office("SYT")
    step = plan.steps.get()
    assert desk.post(address("remove_step", plan.pk, step.pk)).status_code == 302
    words = {"kind": "sap_nhap", "predecessor": "STTTT", "successor": "SYT"}
    assert desk.post(address("add_step", plan.pk), words).status_code == 302
    mail.outbox.clear()
    assert send(desk, plan).status_code == 302
    assert mails_to(former.agency_admin)
    assert mails_to(third.agency_admin)
    assert not mails_to(heir.agency_admin)
    part.refresh_from_db()
    assert part.objection == "Đề nghị giữ tên cũ."
    # The agency that it no longer concerns holds nothing up.
    assert desk.post(address("answer", part.pk), {"text": "Đã sửa."}).status_code == 302
    assert desk.post(address("start", plan.pk)).status_code == 302
    run_jobs()
    plan.refresh_from_db()
    assert plan.state == "done"
    assert plan.parts.get(agency=heir.agency).state == "left_out"


def test_an_agency_that_left_the_plan_needs_no_answer(client, plan, former, heir, admin):
    send(signed_in(client, admin), plan)
    object_as(client, heir, plan)
    desk = signed_in(client, admin)
    desk.post(address("take_back", plan.pk))
    plan.steps.all().delete()
    add_step(plan, "sap_nhap", former.agency, make_office("SYT").agency)
    assert send(desk, plan).status_code == 302
    assert desk.post(address("start", plan.pk)).status_code == 302
    own = signed_in(client, heir.agency_admin).get(address("own")).content.decode()
    assert "Đợt sắp xếp không còn liên quan đến cơ quan này." in own
    assert "Đề nghị giữ tên cũ." in own


def test_the_agency_reads_that_the_plan_was_taken_back_and_not_its_draft(
    client, plan, former, heir, admin
):
    send(signed_in(client, admin), plan)
    object_as(client, former, plan)
    signed_in(client, admin).post(address("take_back", plan.pk))
    own = signed_in(client, former.agency_admin).get(address("own")).content.decode()
    assert "Đề nghị giữ tên cũ." in own
    assert "đã rút đợt này lại để sửa" in own
    assert heir.agency.name not in own
    part = plan.parts.get(agency=former.agency)
    assert client.post(address("object", part.pk), {"text": "Thêm ý."}).status_code == 200


def test_the_answer_is_mailed_to_who_objected(client, plan, former, admin):
    second = make_member(former.agency, Role.AGENCY_ADMIN)
    send(signed_in(client, admin), plan)
    part = object_as(client, former, plan)
    run_jobs()
    mail.outbox.clear()
    signed_in(client, admin).post(address("answer", part.pk), {"text": "Tên cũ được giữ 6 tháng."})
    [letter] = mails_to(former.agency_admin)
    assert "Tên cũ được giữ 6 tháng." in letter.body
    assert "Đề nghị giữ tên cũ." in letter.body
    assert address("own") in letter.body
    assert not mails_to(second)
    # Without the person who wrote, those who administer the agency now read it.
    former.agency_admin.memberships.all().delete()
    signed_in(client, admin).post(address("answer", part.pk), {"text": "Giữ 12 tháng."})
    assert "Giữ 12 tháng." in mails_to(second)[-1].body


@pytest.mark.parametrize("state", ["prepared", "running", "done", "undone"])
def test_only_a_plan_with_the_agencies_is_taken_back(client, plan, admin, state):
    desk = signed_in(client, admin)
    ReorganisationPlan.objects.update(state=state)
    assert desk.post(address("take_back", plan.pk)).status_code == 200
    plan.refresh_from_db()
    assert plan.state == state
    assert address("take_back", plan.pk) not in desk.get(address("plan", plan.pk)).content.decode()


def test_a_plan_with_opinions_is_not_deleted(client, plan, former, admin):
    send(signed_in(client, admin), plan)
    object_as(client, former, plan)
    desk = signed_in(client, admin)
    desk.post(address("take_back", plan.pk))
    assert address("delete", plan.pk) not in desk.get(address("plan", plan.pk)).content.decode()
    answer = desk.post(address("delete", plan.pk))
    assert "ý kiến của cơ quan" in answer.content.decode()
    # Another attempt from the list of agencies does not replace it either.
    form = {"kind": "sap_nhap", "successor": "SKHCN", "legal_basis": "Nghị quyết 12/NQ-HĐND"}
    day = timezone.localdate().strftime("%d/%m/%Y")
    ReorganisationPlan.objects.update(created_by=admin, name="Sáp nhập STTTT vào SKHCN")
    desk.post(address("agency", former.agency.pk), form | {"effective_on": day})
    assert ReorganisationPlan.objects.filter(pk=plan.pk).exists()
