"""A reorganisation that gets stuck is ended, goes on with another person, and is undone."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, AuditEntry, Invitation, Membership, Role
from network.provisioning.models import PartState, ReorganisationState
from network.provisioning.reorganisation import execution
from network.provisioning.reorganisation.traces import ChangeRecorder, take_back
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db
REASON = {"text": "Chờ quyết định mới của Ủy ban nhân dân tỉnh."}


@pytest.fixture
def former():
    return make_office("STP")


@pytest.fixture
def heir():
    return make_office("STP-2026")


@pytest.fixture
def admin(heir):
    return make_member(heir.agency, Role.NETWORK_ADMIN)


def january():
    return dt.date(timezone.localdate().year, 1, 1)


def rows():
    agencies = Agency.objects.order_by("pk").values("pk", "slug", "name", "valid_to", "status")
    members = Membership.objects.order_by("pk").values("pk", "valid_to")
    return list(agencies), list(members)


def fail(**kwargs):
    raise ValueError("khóa")


def test_a_plan_ends_without_the_agency_that_always_fails(client, admin, former, heir, monkeypatch):
    plan = make_plan(("hop_nhat", former.agency, heir.agency), day=january())
    add_step(plan, "giai_the", make_office("SYT").agency, None)
    before = rows()
    end = execution.end_agency
    with monkeypatch.context() as patch:
        patch.setattr(
            execution,
            "end_agency",
            lambda **each: (fail if each["change"].agency == former.agency else end)(**each),
        )
        carry_out(plan, admin)
    part = plan.parts.get(agency=former.agency)
    with pytest.raises(ValidationError):
        execution.undo(plan=plan, now=timezone.now())
    desk = signed_in(client, admin)
    address = reverse("reorganisation:leave_out", args=[part.pk])
    assert address in desk.get(reverse("reorganisation:plan", args=[plan.pk])).content.decode()
    assert desk.post(address, {"text": ""}).status_code == 200
    assert desk.post(address, REASON).status_code == 302
    # It is left out once.
    assert desk.post(address, REASON).status_code == 200
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    assert plan.state == ReorganisationState.DONE
    shown = desk.get(reverse("reorganisation:plan", args=[plan.pk])).content.decode()
    assert REASON["text"] in shown
    assert AuditEntry.objects.get(action="agency_reorg_left_out").agency == former.agency
    former.agency.refresh_from_db()
    heir.agency.refresh_from_db()
    # The address stays with the agency that was left out, so the other one keeps its own.
    assert (former.agency.slug, former.agency.valid_to) == ("so-stp", None)
    assert heir.agency.slug == "so-stp-2026"
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    assert plan.state == ReorganisationState.UNDONE
    assert rows() == before


def test_only_what_has_stopped_is_left_out(admin, former, heir):
    plan = carry_out(make_plan(("sap_nhap", former.agency, heir.agency)), admin)
    part = plan.parts.get(agency=former.agency)
    with pytest.raises(ValidationError):
        execution.leave_out(part=part, reason="Nhầm", actor=admin, now=timezone.now())
    assert plan.parts.filter(state=PartState.DONE).count() == 2


def test_another_admin_goes_on_when_the_account_that_started_is_gone(client, admin, former, heir):
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    starter = make_member(heir.agency, Role.NETWORK_ADMIN)
    execution.start(plan=plan, actor=starter, now=timezone.now())
    type(plan).objects.filter(pk=plan.pk).update(started_by=None)
    execution.carry_on(now=timezone.now())
    assert set(plan.parts.values_list("state", flat=True)) == {PartState.FAILED}
    desk = signed_in(client, admin)
    page = desk.get(reverse("reorganisation:plan", args=[plan.pk])).content.decode()
    assert "Thử lại" in page
    assert desk.post(reverse("reorganisation:try_again", args=[plan.pk])).status_code == 302
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    assert (plan.state, plan.started_by) == (ReorganisationState.DONE, admin)


def test_a_draft_of_the_front_page_does_not_bring_back_a_former_name(admin, former):
    home = former.home
    home.title = former.agency.name
    home.save()
    draft = home.save_revision()
    plan = make_plan()
    add_step(plan, "doi_ten", former.agency, None, new_name="Sở Tư pháp và Dân số")
    carry_out(plan, admin)
    former.agency.refresh_from_db()
    draft.refresh_from_db()
    assert draft.as_object().title == "Sở Tư pháp và Dân số"
    # A title that was never the agency's name is kept.
    home.title = "Pháp luật cho mọi nhà"
    assert home.save_revision().as_object().title == "Pháp luật cho mọi nhà"


def test_a_role_that_had_ended_by_itself_is_not_offered_again(admin, former, heir):
    last_day = timezone.localdate() - dt.timedelta(days=1)
    ended = Membership.objects.filter(user=former.author, agency=former.agency)
    ended.update(valid_to=last_day)
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)), admin)
    offered = set(Invitation.objects.values_list("email", flat=True))
    assert former.author.email not in offered
    assert former.approver.email in offered


def test_what_a_row_was_is_read_when_it_is_changed(former):
    mine = Agency.objects.get(pk=former.agency.pk)
    Agency.objects.filter(pk=mine.pk).update(phone="moi")
    recorder = ChangeRecorder()
    with recorder.changes(mine):
        Agency.objects.filter(pk=mine.pk).update(phone="sau")
    assert recorder.traces[0]["before"] == {"phone": "moi"}
    assert take_back(recorder.traces) == []
    mine.refresh_from_db()
    assert mine.phone == "moi"


def test_an_undo_never_deletes_a_row_that_was_edited(former, heir):
    recorder = ChangeRecorder()
    member = make_member(former.agency, Role.AUTHOR)
    row = Membership.objects.get(user=member)
    recorder.created(row)
    Membership.objects.filter(pk=row.pk).update(decision_number="13/QĐ-STP")
    assert take_back(recorder.traces) == [str(Membership.objects.get(pk=row.pk))]
    Membership.objects.filter(pk=row.pk).update(decision_number=row.decision_number)
    assert take_back(recorder.traces) == []
    assert not Membership.objects.filter(pk=row.pk).exists()
