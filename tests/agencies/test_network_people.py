"""The network admin's screens about people: the first admin of an agency, lost second factors."""

from copy import deepcopy

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditAction, AuditEntry, Invitation, Membership, Role
from tests.factories.accounts import make_enrolled_user, run_jobs, signed_in
from tests.factories.people import make_agency, make_member, serve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_and_without_guard")]


@pytest.fixture(scope="module")
def home_of_module(once):
    home = once(make_agency, "Sở Tư pháp")
    once(make_member, home, Role.AGENCY_ADMIN)
    return home


@pytest.fixture
def home(home_of_module, db):
    """The agency at which network roles are held."""
    return deepcopy(home_of_module)


@pytest.fixture
def boss(client, home):
    """A network admin, signed in in `client`."""
    user = make_member(home, Role.NETWORK_ADMIN, email="mang-luoi@example.gov.vn")
    signed_in(client, user)
    return user


@pytest.fixture
def invite(client, django_capture_on_commit_callbacks):
    """Return a function that fills in the form and sends what is to be mailed."""

    def post(agency, email="lan@example.gov.vn", **more):
        today = f"{timezone.localdate():%d/%m/%Y}"
        form = {"email": email, "decision_number": "7/QĐ-STP", "valid_from": today}
        address = reverse("agencies_people:first_admin", args=[agency.pk])
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(address, form | more)
        run_jobs()
        return answer

    return post


def reset(client, membership: Membership):
    """Press the button that takes a second factor away."""
    return client.post(reverse("agencies_people:reset_network_factor", args=[membership.pk]))


def test_first_admin_is_invited_and_the_agencys_log_says_so(boss, invite):
    agency = make_agency("Sở Y tế")
    assert invite(agency).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.agency, invitation.role) == (agency, Role.AGENCY_ADMIN)
    assert mail.outbox[-1].to == ["lan@example.gov.vn"]
    entry = AuditEntry.objects.get(action=AuditAction.INVITED)
    assert (entry.agency, entry.actor) == (agency, boss)


def test_asked_again_a_new_link_is_mailed_and_the_old_one_is_void(boss, invite):
    agency = make_agency("Sở Y tế")
    invite(agency)
    invite(agency)
    assert len(mail.outbox) == 2
    assert Invitation.objects.unanswered().count() == 1


def test_no_role_but_the_admins_can_be_given(boss, invite):
    invite(make_agency("Sở Y tế"), role="overseer")
    assert Invitation.objects.get().role == Role.AGENCY_ADMIN


def test_rights_in_the_form_are_refused_and_logged(boss, invite):
    assert invite(make_agency("Sở Y tế"), is_superuser="on").status_code in (302, 403)
    assert not Invitation.objects.exists()
    assert AuditEntry.objects.filter(action=AuditAction.REFUSED, actor=boss).exists()


def test_nobody_makes_themselves_admin(boss, invite):
    answer = invite(make_agency("Sở Y tế"), email="Mang-Luoi@example.gov.vn")
    assert answer.context["form"].errors
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("obstacle", ["has an admin", "admin to come", "suspended"])
def test_only_an_open_agency_without_admin_is_helped(boss, invite, obstacle):
    agency = make_agency("Sở Y tế")
    if obstacle == "suspended":
        type(agency).objects.filter(pk=agency.pk).update(status="suspended")
    else:
        begins = 5 if obstacle == "admin to come" else -5
        make_member(agency, Role.AGENCY_ADMIN, begins=begins)
    assert invite(agency).status_code == 404
    assert not Invitation.objects.exists()


def test_an_agency_whose_admin_has_left_can_be_helped_again(boss, invite):
    agency = make_agency("Sở Y tế")
    gone = make_member(agency, Role.AGENCY_ADMIN)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    assert invite(agency).status_code == 302


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER])
def test_nobody_else_gives_first_admins_or_resets_the_network(client, home, invite, role):
    overseer = make_enrolled_user()
    row = serve(overseer, home, Role.OVERSEER)
    signed_in(client, make_member(home, role))
    assert invite(make_agency("Sở Y tế")).status_code in (302, 403, 404)
    assert reset(client, row).status_code in (302, 403, 404)
    assert client.get(reverse("agencies_people:network")).status_code in (302, 403)
    assert not Invitation.objects.exists()
    assert overseer.authenticator_set.exists()


def test_network_admin_resets_an_overseer_and_the_log_says_so(client, boss, home):
    overseer = make_enrolled_user("giam-sat")
    row = serve(overseer, home, Role.OVERSEER)
    assert "giam-sat" in client.get(reverse("agencies_people:network")).content.decode()
    assert reset(client, row).status_code == 302
    assert not overseer.authenticator_set.exists()
    entry = AuditEntry.objects.get(action=AuditAction.SECOND_FACTOR_RESET)
    assert (entry.actor, entry.agency) == (boss, None)
    assert "giam-sat" in entry.subject


@pytest.mark.parametrize("of_network", [False, True], ids=["only admin", "two agencies"])
def test_network_admin_resets_whom_no_agency_may_and_its_log_says_so(client, boss, of_network):
    agency, lan = make_agency("Sở Y tế"), make_enrolled_user("lan")
    row = serve(lan, agency, Role.AGENCY_ADMIN)
    if of_network:
        make_member(agency, Role.AGENCY_ADMIN)
        serve(lan, make_agency("Sở Nội vụ"))
    address = reverse("agencies_people:reset_network_factor", args=[row.pk])
    assert address in client.get(reverse("agencies_people:overview")).content.decode()
    assert reset(client, row).status_code == 302
    assert not lan.authenticator_set.exists()
    entry = AuditEntry.objects.get(action=AuditAction.SECOND_FACTOR_RESET)
    assert (entry.actor, entry.agency) == (boss, agency)


def test_nobody_resets_themselves_nor_an_agencys_person_here(client, boss, home):
    lan = make_enrolled_user("lan")
    for user, row in (
        (boss, boss.memberships.get()),
        (lan, serve(lan, home, Role.AUTHOR)),
        (lan, serve(lan, home, Role.OVERSEER, begins=-9, ends=-1)),
    ):
        assert reset(client, row).status_code in (302, 403, 404)
        assert user.authenticator_set.exists()


def test_last_resort_is_the_command_line(capsys):
    lan = make_enrolled_user("lan")
    call_command("reset_second_factor", "lan")
    assert not lan.authenticator_set.exists()
    assert "lan" in capsys.readouterr().out
    entry = AuditEntry.objects.get(action=AuditAction.SECOND_FACTOR_RESET)
    assert entry.actor is None
    with pytest.raises(CommandError, match="No account"):
        call_command("reset_second_factor", "khong-co")
