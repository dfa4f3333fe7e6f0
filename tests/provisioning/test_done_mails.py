"""Who learns by mail that a plan which nobody saw before was carried out."""

import datetime as dt
from collections import Counter

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from network.agencies.models import Role
from network.mailing.models import QueuedMail
from network.provisioning.models import ReorganisationPlan
from network.provisioning.reorganisation import execution
from tests.factories.accounts import run_jobs
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db
SUBJECT = "Cơ quan của bạn có thay đổi"


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


def letters():
    """Return the mails about a plan that was carried out, by recipient."""
    mail.outbox.clear()
    run_jobs()
    sent = [each for each in mail.outbox if SUBJECT in each.subject]
    assert set(Counter(to for each in sent for to in each.to).values()) <= {1}
    return {each.to[0]: each.body for each in sent}


def waiting():
    return QueuedMail.objects.filter(kind="provisioning.plan_done").count()


def test_people_whose_agency_ended_learn_once_what_happened(former, heir):
    also = make_member(heir.agency, Role.AGENCY_ADMIN)
    plan = carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    sent = letters()
    # The successor's admins and approvers read the same in the mail about the section they keep.
    assert set(sent) == {person.email for person in former.people.values()}
    kept = [each for each in mail.outbox if also.email in each.to]
    day = plan.effective_on.strftime("%d/%m/%Y")
    for body in (sent[former.author.email], kept[0].body):
        assert plan.legal_basis in body
        assert day in body
    assert (
        f"{former.agency.name}: Sáp nhập: chuyển sang {heir.agency.name}"
        in sent[former.author.email]
    )
    assert "Vai trò của bạn đã kết thúc cùng cơ quan" in sent[former.author.email]
    assert "/admin/" in sent[former.author.email]
    execution.carry_on(now=timezone.now())
    assert letters() == {}


def test_everybody_of_a_renamed_agency_learns_the_new_name(former):
    plan = make_plan()
    add_step(plan, "doi_ten", former.agency, None, new_name="Sở Số hóa")
    carry_out(plan)
    sent = letters()
    assert set(sent) == {person.email for person in former.people.values()}
    for body in sent.values():
        assert f"đổi tên từ {former.agency.name} thành Sở Số hóa" in body
        assert "Vai trò của bạn" not in body
    assert "/admin/sap-xep-co-quan/cua-minh/" in sent[former.agency_admin.email]
    assert "/admin/sap-xep-co-quan/cua-minh/" not in sent[former.author.email]


def test_whoever_had_read_the_plan_before_gets_no_such_mail(former, heir):
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    ReorganisationPlan.objects.update(state="announced", opinions_until=timezone.localdate())
    plan.refresh_from_db()
    carry_out(plan)
    assert waiting() == 0


def test_a_person_whose_role_had_ended_before_gets_none(former, heir):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    former.author.memberships.update(valid_to=yesterday)
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    assert former.author.email not in letters()


def test_none_is_sent_after_a_rollback(former, heir):
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    with transaction.atomic():
        carry_out(plan)
        assert waiting() == 1
        transaction.set_rollback(True)
    assert letters() == {}


def test_a_resumed_run_sends_none_twice(former, heir):
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    execution.start(plan=plan, actor=make_member(None, Role.NETWORK_ADMIN), now=timezone.now())
    plan.refresh_from_db()
    [ending, _receiving] = execution.changes_of(plan)
    execution.change_agency(plan=plan, change=ending, now=timezone.now())
    assert waiting() == 0
    execution.carry_on(now=timezone.now())
    assert len(letters()) == len(former.people)
    # As if the process had died before it knew that the plan was done.
    ReorganisationPlan.objects.update(state="running")
    execution.carry_on(now=timezone.now())
    assert (waiting(), letters()) == (1, {})


def test_people_whose_role_comes_back_learn_of_the_undo(former, heir):
    plan = carry_out(make_plan(("giai_the", former.agency, None), keeper=heir.agency))
    letters()
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    letters()
    told = {to for each in mail.outbox if "hoàn tác" in each.subject for to in each.to}
    assert {person.email for person in former.people.values()} <= told


def test_an_undone_plan_is_not_reported_as_carried_out(former, heir):
    plan = carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    assert letters() == {}
