"""A person is invited by mail, and the link works once, for that person, for a week."""

import datetime as dt
import re
from copy import deepcopy

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import AuditAction, AuditEntry, Invitation, Membership, Role
from network.agencies.people.invitations import invite, resend_invitation, withdraw_invitation
from network.agencies.people.terms import Terms
from tests.factories.accounts import make_enrolled_user, make_user, run_jobs, signed_in
from tests.factories.owning import owning
from tests.factories.people import make_agency, make_member, serve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_and_without_guard")]
DAY = dt.timedelta(days=1)
ACCOUNT = {
    "last_name": "Nguyễn Thị",
    "first_name": "Lan",
    "username": "lan",
    "password": "ba con meo den",
    "password_again": "ba con meo den",
}


@pytest.fixture(scope="module")
def agency_of_module(once):
    return once(make_agency, "Sở Y tế")


@pytest.fixture
def agency(agency_of_module, db):
    """An agency."""
    return deepcopy(agency_of_module)


@pytest.fixture
def admin(agency) -> User:
    """Its admin."""
    return make_member(agency, Role.AGENCY_ADMIN, name="Rơ Châm Hiền")


@pytest.fixture
def post_invitation(client, admin, agency, django_capture_on_commit_callbacks):
    """Return a function that posts the form of the screen, does the work and gives the answer."""
    signed_in(client, admin)

    def post(**fields):
        form = {
            "agency": agency.pk,
            "email": "lan@example.gov.vn",
            "role": Role.AUTHOR,
            "decision_number": "12/QĐ-SYT",
            "valid_from": timezone.localdate().strftime("%d/%m/%Y"),
        }
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("agencies_people:invite"), form | fields)
        run_jobs()
        return answer

    return post


@pytest.fixture
def link(agency, admin, django_capture_on_commit_callbacks):
    """Return a function that invites somebody and gives the path of the link in the mail."""

    def invited(email="lan@example.gov.vn", *, ago=dt.timedelta(), **fields) -> str:
        role = fields.pop("role", Role.AUTHOR)
        terms = Terms("12/QĐ-SYT", **{"valid_from": timezone.localdate()} | fields)
        with django_capture_on_commit_callbacks(execute=True):
            invite(
                agency=agency,
                email=email,
                role=role,
                terms=terms,
                actor=admin,
                now=timezone.now(),
            )
        run_jobs()
        Invitation.objects.update(expires_at=timezone.now() + 7 * DAY - ago)
        return mailed_path()

    return invited


def mailed_path() -> str:
    """Return the path of the link in the last mail."""
    return re.search(r"https?://[^/]+(/\S+/loi-moi/\S+)", mail.outbox[-1].body)[1]


def refusals() -> list[str]:
    """Return why links were refused, as the log says."""
    entries = AuditEntry.objects.filter(action=AuditAction.INVITATION_REFUSED).order_by("pk")
    return [entry.detail["refusal"] for entry in entries]


def test_invited_person_makes_an_account_and_comes_to_the_second_factor(link, agency):
    path, visitor = link(), Client()
    page = visitor.get(path).content.decode()
    assert "Sở Y tế" in page
    assert 'value="lan"' in page
    answer = visitor.post(path, ACCOUNT)
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    assert visitor.get(answer.headers["Location"]).status_code == 200
    assert visitor.get("/admin/").headers["Location"] == reverse("mfa_activate_totp")
    lan = User.objects.get(username="lan")
    assert lan.get_full_name() == "Nguyễn Thị Lan"
    assert not lan.is_superuser
    membership = Membership.objects.get(user=lan)
    assert (membership.agency, membership.role) == (agency, Role.AUTHOR)
    assert membership.decision_number == "12/QĐ-SYT"


def test_screen_mails_the_link_and_shows_it_nowhere(client, post_invitation):
    assert post_invitation().status_code == 302
    message = mail.outbox[-1]
    assert message.to == ["lan@example.gov.vn"]
    assert mailed_path() in message.alternatives[0].content
    token = mailed_path().split("/")[-2]
    page = client.get(reverse("agencies_people:invitations")).content.decode()
    assert "lan@example.gov.vn" in page
    assert token not in page
    assert token not in str(list(Invitation.objects.values()))
    assert token not in str(list(AuditEntry.objects.values()))


def test_inviter_cannot_tell_whether_an_account_exists(client, post_invitation):
    make_user("co-san", email="co-san@example.gov.vn")
    answers = [
        post_invitation(email=email) for email in ("co-san@example.gov.vn", "moi@example.gov.vn")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(mail.outbox) == 2
    page = client.get(reverse("agencies_people:invitations")).content.decode()
    rows = [row.split("</tr")[0] for row in page.split("<tr") if "@example.gov.vn" in row]
    assert len(rows) == 2
    plain = [re.sub(r'value="[^"]*"|\d+|co-san|moi', "", row) for row in rows]
    assert plain[0] == plain[1]


def test_person_with_an_account_signs_in_and_confirms(link, agency):
    lan = make_enrolled_user("lan-cu", email="Lan@example.gov.vn")
    path, client = link(), Client()
    page = client.get(path).content.decode()
    assert reverse("account_login") in page
    assert "password" not in page
    client.post(path, ACCOUNT)
    assert not User.objects.filter(username="lan").exists()
    elsewhere = signed_in(Client(), lan)
    signed_in(client, lan)
    assert client.post(path).status_code == 302
    assert Membership.objects.get(user=lan).agency == agency
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


def test_nobody_else_can_take_it(link):
    path, other = link(), signed_in(Client(), make_member(make_agency()))
    other.get(path)
    other.post(path, ACCOUNT)
    assert not Membership.objects.filter(agency__name="Sở Y tế", role=Role.AUTHOR).exists()
    assert not User.objects.filter(username="lan").exists()


def test_opening_the_link_uses_nothing_up(link):
    path = link()
    assert [Client().get(path).status_code for _ in range(2)] == [200, 200]
    assert Client().post(path, ACCOUNT).status_code == 302


def test_link_works_once(link):
    path = link()
    Client().post(path, ACCOUNT)
    again = ACCOUNT | {"username": "lan-2"}
    assert Client().get(path).status_code == 410
    assert Client().post(path, again).status_code == 410
    assert User.objects.filter(username__startswith="lan").count() == 1
    assert refusals() == ["accepted"]


@pytest.mark.parametrize(("ago", "status"), [(7 * DAY, 410), (7 * DAY - DAY / 24, 200)])
def test_link_is_good_for_a_week(link, ago, status):
    path = link(ago=ago)
    assert Client().get(path).status_code == status
    assert refusals() == (["expired"] if status == 410 else [])


def test_link_dies_with_the_role_it_offers(link):
    path = link(valid_to=timezone.localdate())
    Invitation.objects.update(valid_from="2026-01-01", valid_to=timezone.localdate() - DAY)
    assert Client().get(path).status_code == 410


def test_withdrawn_link_is_refused(link, admin):
    path = link()
    withdraw_invitation(invitation=Invitation.objects.get(), actor=admin, now=timezone.now())
    assert Client().post(path, ACCOUNT).status_code == 410
    assert refusals() == ["withdrawn"]


def test_new_link_makes_the_old_one_void(link, admin, django_capture_on_commit_callbacks):
    old = link(ago=8 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        resend_invitation(invitation=Invitation.objects.get(), actor=admin, now=timezone.now())
    run_jobs()
    assert Client().get(old).status_code == 410
    assert Client().get(mailed_path()).status_code == 200


@pytest.mark.parametrize(
    "bad", ["{id}.abc.def", "{token}x", "x{token}", "{id}", "999999.a.b", "9" * 30, "-1.a.b"]
)
def test_altered_link_is_refused_with_the_same_page(link, bad):
    path = link()
    token = path.split("/")[-2]
    altered = bad.format(id=token.split(".")[0], token=token)
    answer = Client().get(path.replace(token, altered))
    assert answer.status_code == 404
    Invitation.objects.update(withdrawn_at=timezone.now())
    pages = [page.content.decode() for page in (answer, Client().get(path))]
    assert len({re.sub(r'(value|content|nonce)="[^"]*"', "", page) for page in pages}) == 1


@pytest.mark.parametrize("field", ["email", "role", "agency_id"])
def test_link_is_bound_to_address_role_and_agency(link, field):
    path = link()
    other = {"email": "ke-gian@example.com", "role": Role.AGENCY_ADMIN, "agency_id": None}[field]
    agency = make_agency()
    with owning(), connection.cursor() as cursor:
        # The database lets nobody change the agency.
        cursor.execute("SET LOCAL session_replication_role = replica")
        Invitation.objects.update(**{field: other or agency.pk})
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert Client().get(path).status_code == 404
    assert refusals() == ["tampered"]


def test_hammering_on_a_bad_link_fills_one_line(link):
    path = link()
    for _ in range(5):
        Client().get(path[:-2] + "x/")
    assert refusals() == ["tampered"]


def test_closed_account_stays_closed(link):
    make_user("lan-cu", email="lan@example.gov.vn", is_active=False)
    assert Client().post(link(), ACCOUNT).status_code == 410
    assert refusals() == ["account_closed"]


@pytest.mark.parametrize(
    "fields",
    [
        {"password": "ngan", "password_again": "ngan"},
        {"password": "123456789012", "password_again": "123456789012"},
        {"password_again": "khac han mat khau"},
        {"username": "CO-SAN"},
        {"username": "co-san@example.gov.vn"},
        {"first_name": ""},
    ],
)
def test_poor_account_is_sent_back(link, fields):
    make_user("co-san", email="co-san@example.gov.vn")
    path = link()
    assert Client().post(path, ACCOUNT | fields).context["form"].errors
    assert Client().get(path).status_code == 200


def test_proposed_user_name_is_a_free_one(link):
    make_user("lan", email="lan@elsewhere.example")
    assert 'value="lan2"' in Client().get(link()).content.decode()


def test_posted_rights_are_not_taken_over(link):
    Client().post(link(), ACCOUNT | {"is_superuser": "on", "is_staff": "on", "role": "overseer"})
    lan = User.objects.get(username="lan")
    assert not (lan.is_superuser or lan.is_staff)
    assert Membership.objects.get(user=lan).role == Role.AUTHOR


def test_rights_are_never_given_for_days_that_are_over(link):
    path = link()
    Invitation.objects.update(valid_from=timezone.localdate() - 5 * DAY)
    Client().post(path, ACCOUNT)
    assert Membership.objects.get(user__username="lan").valid_from == timezone.localdate()


def test_the_same_invitation_is_not_sent_twice(post_invitation):
    post_invitation()
    assert post_invitation(email="LAN@example.gov.vn").context["form"].errors
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("role", ["network_admin", "overseer", "report_viewer", "superuser"])
def test_invitation_to_a_network_role_is_refused_and_logged(post_invitation, admin, role):
    assert post_invitation(role=role).status_code == 302
    assert not Invitation.objects.exists()
    assert AuditEntry.objects.get(action=AuditAction.REFUSED).actor == admin


def test_invitation_to_a_foreign_agency_is_refused_and_logged(post_invitation, agency):
    assert post_invitation(agency=make_agency().pk).status_code == 404
    assert not Invitation.objects.exists()
    assert AuditEntry.objects.get(action=AuditAction.REFUSED).agency == agency


@pytest.mark.parametrize("name", ["resend", "withdraw"])
def test_another_agencys_invitation_is_as_good_as_none(client, link, name):
    link()
    foreign = Invitation.objects.get()
    signed_in(client, make_member(make_agency(), Role.AGENCY_ADMIN))
    for pk in (foreign.pk, 999_999):
        assert client.post(reverse(f"agencies_people:{name}", args=[pk])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.withdrawn_at is None


def test_role_ended_today_can_be_given_anew_today(link, agency):
    lan = make_enrolled_user("lan-cu", email="lan@example.gov.vn")
    serve(lan, agency, ends=0)
    signed_in(client := Client(), lan).post(link())
    assert Membership.objects.get(user=lan).valid_to is None
    assert client.get("/admin/").status_code == 200
