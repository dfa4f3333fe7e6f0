"""Roles of the network, given and ended by its admin on screens."""

import datetime as dt
from copy import deepcopy

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditAction, AuditEntry, Invitation, Membership, Role
from network.agencies.people.invitations import claim_of
from tests.factories.accounts import make_user, run_jobs, signed_in
from tests.factories.people import make_agency, make_member, serve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_and_without_guard")]
GIVE = reverse("agencies_people:give_network_role")


@pytest.fixture(scope="module")
def home_of_module(once):
    return once(make_agency, "Sở Tư pháp")


@pytest.fixture
def home(home_of_module, db):
    return deepcopy(home_of_module)


@pytest.fixture
def boss(client, home):
    """A network admin, signed in in `client`."""
    user = make_member(home, Role.NETWORK_ADMIN, email="mang-luoi@example.gov.vn")
    signed_in(client, user)
    return user


@pytest.fixture
def give(client, django_capture_on_commit_callbacks):
    """Return a function that fills in the form and sends what is to be mailed."""

    def post(role="overseer", **more):
        today = f"{timezone.localdate():%d/%m/%Y}"
        form = {"email": "lan@example.gov.vn", "decision_number": "7/QĐ-STP", "valid_from": today}
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(GIVE, form | {"role": role} | more)
        run_jobs()
        return answer

    return post


def end(client, row: Membership, day: dt.date | None = None, **more):
    """Post the form that ends a role; by yesterday it ends at once."""
    last = day or timezone.localdate() - dt.timedelta(days=1)
    address = reverse("agencies_people:end_network_role", args=[row.pk])
    return client.post(address, {"last_day": last, "decision_number": "8/QĐ-STP"} | more)


def way_in() -> str:
    """Return the path of the link in the last mail."""
    return next(
        line.split("/", 3)[3] for line in mail.outbox[-1].body.splitlines() if "http" in line
    )


def test_an_overseer_is_invited_accepts_and_the_log_says_so(client, boss, home, give):
    lan = make_user("lan")
    assert give(agency="so tu phap").status_code == 302
    signed_in(client, lan)
    assert "mang-luoi" not in client.get(f"/{way_in()}").content.decode()
    assert client.post(f"/{way_in()}").status_code == 302
    (held,) = lan.memberships.all()
    assert (held.role, held.agency, held.decision_number) == (Role.OVERSEER, home, "7/QĐ-STP")
    said = AuditEntry.objects.filter(action__in=["invited", "membership_granted"])
    assert {entry.detail["role"] for entry in said} == {"overseer"}
    assert said.get(action="invited").actor == boss


def test_a_role_may_be_held_at_no_agency(client, boss, give):
    assert give("network_admin").status_code == 302
    assert "mạng lưới PBGDPL" in mail.outbox[-1].body
    invitation = Invitation.objects.get()
    assert (invitation.agency, invitation.role) == (None, Role.NETWORK_ADMIN)
    lan = make_user("lan")
    signed_in(client, lan)
    client.post(f"/{way_in()}")
    page = client.get(reverse("agencies_people:network"))
    assert "lan@example.gov.vn" in page.content.decode()


@pytest.mark.parametrize("role", ["author", "agency_admin", "king", ""])
def test_no_role_of_agencies_is_given_here(boss, give, role):
    assert give(role).status_code != 302
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"agency": "khong co"},
        {"email": "khong"},
        {"email": "Mang-Luoi@example.gov.vn"},
        {"decision_number": ""},
        {"valid_from": "01/01/2020"},
        {"valid_to": "01/01/2020"},
    ],
)
def test_bad_input_is_told_and_changes_nothing(boss, give, wrong):
    assert give(**wrong).context["form"].errors
    assert not Invitation.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER])
def test_nobody_else_gives_or_ends_them(client, boss, home, give, role):
    other = make_member(home, Role.NETWORK_ADMIN)
    give()
    waiting = Invitation.objects.get()
    signed_in(client, make_member(home, role))
    for name in ("resend_to_network", "withdraw_from_network", "resend", "withdraw"):
        address = reverse(f"agencies_people:{name}", args=[waiting.pk])
        assert client.post(address).status_code in (302, 403, 404)
    assert give(email="toi@example.gov.vn").status_code in (302, 403)
    assert end(client, other.memberships.get()).status_code in (302, 403, 404)
    assert other.memberships.get().valid_to is None
    assert Invitation.objects.unanswered().get() == waiting


def test_a_link_is_sent_again_and_withdrawn(client, boss, give):
    give()
    (waiting,) = Invitation.objects.all()
    first = way_in().split("/")[-2]
    page = client.get(reverse("agencies_people:network_invitations")).content.decode()
    assert "lan@example.gov.vn" in page
    again = reverse("agencies_people:resend_to_network", args=[waiting.pk])
    assert again in page
    client.post(again)
    client.post(reverse("agencies_people:withdraw_from_network", args=[waiting.pk]))
    assert claim_of(first, now=timezone.now()).refusal
    assert not Invitation.objects.unanswered().exists()


def test_a_role_ends_at_once_with_every_session(client, boss, home):
    overseer = make_member(home, Role.OVERSEER)
    other = signed_in(type(client)(), overseer)
    assert other.get(reverse("agencies_audit:index")).status_code == 200
    assert end(client, overseer.memberships.get()).status_code == 302
    assert other.get(reverse("agencies_audit:index")).status_code == 302
    entry = AuditEntry.objects.get(action=AuditAction.MEMBERSHIP_ENDED)
    assert (entry.actor, entry.detail["ended_by"]) == (boss, "8/QĐ-STP")


@pytest.mark.parametrize("other", ["nobody", "gone before", "closed", "ends sooner"])
def test_the_last_network_admin_stays(client, boss, home, other):
    if other == "gone before":
        serve(make_user(), home, Role.NETWORK_ADMIN, begins=-9, ends=-1)
    elif other == "closed":
        make_member(home, Role.NETWORK_ADMIN, is_active=False)
    elif other == "ends sooner":
        serve(make_user(), home, Role.NETWORK_ADMIN, ends=20)
    answer = end(client, boss.memberships.get())
    assert "Hãy giao vai trò đó cho một người" in answer.content.decode()
    assert boss.memberships.get().valid_to is None
    assert not AuditEntry.objects.filter(action=AuditAction.MEMBERSHIP_ENDED).exists()


def test_one_of_two_network_admins_may_go(client, boss, home):
    make_member(home, Role.NETWORK_ADMIN)
    assert end(client, boss.memberships.get()).status_code == 302
    assert client.get(GIVE).status_code in (302, 403)


@pytest.mark.parametrize("wrong", [{"last_day": "01/01/2020"}, {"decision_number": ""}])
def test_a_wrong_end_is_told_and_changes_nothing(client, boss, home, wrong):
    row = make_member(home, Role.OVERSEER).memberships.get()
    assert end(client, row, **wrong).context["form"].errors
    row.refresh_from_db()
    assert row.valid_to is None


def test_a_role_of_an_agency_is_not_ended_here(client, boss, home):
    row = make_member(home, Role.AUTHOR).memberships.get()
    assert end(client, row).status_code == 404


def test_the_database_lets_no_agencys_role_float():
    with pytest.raises(IntegrityError, match="membership_has_agency"), transaction.atomic():
        Membership.objects.create(
            user=make_user(), role=Role.AUTHOR, valid_from=timezone.localdate()
        )
