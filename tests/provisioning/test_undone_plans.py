"""What people see after a plan was undone: names, edits, empty agencies and mails."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, AuditAction, AuditEntry, Membership, Role
from network.provisioning.models import ReorganisationPlan
from network.provisioning.reorganisation import execution
from sites.models import AgencyHomePage
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.invited import accept_invitation
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db
NAME, UNDONE = "Sở STTTT", "Sở Số hóa"


@pytest.fixture
def office():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


@pytest.fixture
def renamed(office):
    plan = make_plan()
    add_step(plan, "doi_ten", office.agency, None, new_name=UNDONE)
    return carry_out(plan)


def take_back(plan: ReorganisationPlan) -> None:
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    assert plan.state == "undone"


def titles(office):
    home = AgencyHomePage.objects.get(agency=office.agency)
    return home.title, home.draft_title, home.get_latest_revision_as_object().title


def write(office, title: str) -> None:
    """Save a draft of the front page with this title."""
    home = AgencyHomePage.objects.get(agency=office.agency)
    home.title, home.introduction = title, "<p>Bản nháp.</p>"
    home.save_revision(user=office.author)


def test_a_draft_written_under_an_undone_name_does_not_bring_it_back(client, office, renamed):
    write(office, UNDONE)
    assert titles(office) == (UNDONE, UNDONE, UNDONE)
    take_back(renamed)
    assert titles(office) == (NAME, NAME, NAME)
    editor = reverse("wagtailadmin_pages:edit", args=[office.home.pk])
    page = signed_in(client, office.agency_admin).get(editor).content.decode()
    assert UNDONE not in page


def test_a_title_that_somebody_has_chosen_in_a_draft_stays_and_is_named(client, office, renamed):
    write(office, f"{UNDONE}, mới")
    take_back(renamed)
    assert titles(office) == (NAME, f"{UNDONE}, mới", f"{UNDONE}, mới")
    desk = signed_in(client, make_member(office.agency, Role.NETWORK_ADMIN))
    page = desk.get(reverse("reorganisation:plan", args=[renamed.pk])).content.decode()
    assert "Đã có người sửa sau khi sắp xếp nên giữ nguyên như hiện nay" in page
    assert "1/1 cơ quan đã trở lại như trước" in page


def test_other_edits_of_an_agency_stay_and_do_not_hinder_the_undo(office, renamed):
    Agency.objects.filter(pk=office.agency.pk).update(phone="0269 3824 120")
    take_back(renamed)
    office.agency.refresh_from_db()
    assert (office.agency.name, office.agency.phone) == (NAME, "0269 3824 120")


def test_a_name_edited_since_is_named_and_hinders_the_undo_until_it_is_set_back(office, renamed):
    Agency.objects.filter(pk=office.agency.pk).update(name="Sở Số hóa tỉnh")
    with pytest.raises(ValidationError, match=r"Sở Số hóa tỉnh \(tên\)"):
        execution.undo(plan=renamed, now=timezone.now())
    Agency.objects.filter(pk=office.agency.pk).update(name=UNDONE)
    take_back(renamed)


def test_agencies_and_invited_people_learn_once_that_a_plan_was_undone(office, heir):
    plan = make_plan(("sap_nhap", office.agency, heir.agency))
    carry_out(plan, make_member(heir.agency, Role.NETWORK_ADMIN))
    take_back(plan)
    mail.outbox.clear()
    run_jobs()
    sent = [each for each in mail.outbox if "hoàn tác" in each.subject]
    told = [to for each in sent for to in each.to]
    invited = {person.email for person in office.people.values()}
    assert sorted(told) == sorted(invited | {heir.agency_admin.email})
    [letter] = [each for each in sent if each.to == [office.author.email]]
    assert f"Lời mời làm việc cho {heir.agency.name} không còn hiệu lực" in letter.body
    [other] = [each for each in sent if each.to == [heir.agency_admin.email]]
    assert "Lời mời" not in other.body


def test_a_role_accepted_through_the_plan_ends_with_the_undo(office, heir):
    author, appraiser = office.author, office.people[Role.APPRAISER]
    plan = make_plan(("sap_nhap", office.agency, heir.agency))
    carry_out(plan, make_member(heir.agency, Role.NETWORK_ADMIN))
    accept_invitation(author, heir.agency)
    accept_invitation(appraiser, heir.agency)
    # Somebody has given this one another decision since: it is no longer the plan's.
    chosen = Membership.objects.filter(user=appraiser, agency=heir.agency)
    chosen.update(decision_number="12/QĐ-SKHCN")
    take_back(plan)
    here = Membership.objects.valid_on(timezone.localdate())
    assert {row.agency for row in here.filter(user=author)} == {office.agency}
    assert chosen.exists()
    ended = AuditEntry.objects.about(author).filter(
        action=AuditAction.MEMBERSHIP_ENDED, agency=heir.agency
    )
    assert [entry.detail["role"] for entry in ended] == [Role.AUTHOR]
    mail.outbox.clear()
    run_jobs()
    sent = {to: each.body for each in mail.outbox for to in each.to if "hoàn tác" in each.subject}
    ending = f"Vai trò của bạn tại {heir.agency.name} (đã nhận qua lời mời) đã kết thúc"
    assert ending in sent[author.email]
    assert ending not in sent[appraiser.email]


def test_an_agency_added_for_an_undone_merger_is_named_with_what_to_do(client, office, heir):
    new = make_office("MOI").agency
    new.memberships.all().delete()
    plan = make_plan(("hop_nhat", office.agency, new))
    desk = signed_in(client, make_member(heir.agency, Role.NETWORK_ADMIN))
    carry_out(plan)
    address = reverse("reorganisation:plan", args=[plan.pk])
    closing = f"{reverse('reorganisation:agency', args=[new.pk])}?kind=giai_the"
    assert closing not in desk.get(address).content.decode()
    take_back(plan)
    page = desk.get(address).content.decode()
    assert closing in page
    assert reverse("agencies_agency_modeladmin_edit", args=[new.pk]) in page
    make_member(new, Role.AGENCY_ADMIN)
    assert closing not in desk.get(address).content.decode()
