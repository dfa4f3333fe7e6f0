"""Whoever reaches for more than a role gives is refused, and it is written down."""

import datetime as dt
import logging

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from network.accounts.models import SignIn, SignInOutcome, User
from network.agencies.models import Act, AuditAction, AuditEntry, Invitation, Membership, Role
from network.agencies.people.invitations import invite
from network.agencies.people.terms import Terms
from network.agencies.people.tokens import hash_token, make_token
from tests.factories.accounts import (
    code_now,
    is_in,
    make_enrolled_user,
    post_code,
    post_password,
    signed_in,
)
from tests.factories.people import serve
from tests.tenancy.conftest import Cast

pytestmark = pytest.mark.django_db
GUARD = "network.agencies.guard"
HOUR = dt.timedelta(minutes=60)


def refusals(user: User) -> list[AuditEntry]:
    """Return the lines of the log about what was refused to `user`."""
    return list(AuditEntry.objects.filter(actor=user, action=AuditAction.REFUSED).order_by("pk"))


def invitation_form(cast: Cast, **fields: object) -> dict[str, object]:
    """Return a good invitation to the own agency, changed by `fields`."""
    return {
        "agency": cast.own.agency.pk,
        "email": "lan@example.gov.vn",
        "role": Role.AUTHOR,
        "decision_number": "12/QĐ-STP",
        "valid_from": timezone.localdate().strftime("%d/%m/%Y"),
    } | fields


def edit(client: Client, page: Page, **fields: object):
    """Return the answer to a page that is posted from its editor."""
    form = {"title": "BIDOI", "slug": page.slug}
    form |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form | fields)


@pytest.mark.parametrize(
    "field",
    [{"is_superuser": "on"}, {"is_staff": "on"}, {"groups": "1"}, {"user_permissions": "1"}],
)
@pytest.mark.parametrize("name", ["wagtailadmin_account", "agencies_people:invite"])
def test_rights_put_into_a_form(client, cast, caplog, name, field):
    admin = cast.people["agency_admin"]
    signed_in(client, admin)
    client.post(reverse(name), invitation_form(cast, **field))
    admin.refresh_from_db()
    assert not (admin.is_superuser or admin.is_staff or admin.user_permissions.exists())
    assert Invitation.objects.filter(email="lan@example.gov.vn").count() == 0
    assert [line.actor for line in refusals(admin)] == [admin]
    assert name in caplog.text


@pytest.mark.parametrize("role", [Role.NETWORK_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER])
def test_a_role_that_is_not_the_agency_s_to_give(client, cast, role):
    admin = cast.people["agency_admin"]
    signed_in(client, admin)
    client.post(reverse("agencies_people:invite"), invitation_form(cast, role=role))
    assert not Invitation.objects.filter(email="lan@example.gov.vn").exists()
    assert refusals(admin)[0].detail["role"] == role


@pytest.mark.parametrize("persona", ["author", "appraiser", "approver", "report_viewer"])
def test_inviting_without_being_the_agency_s_admin(client, cast, persona):
    signed_in(client, cast.people[persona])
    answer = client.post(reverse("agencies_people:invite"), invitation_form(cast))
    assert answer.status_code == 403
    assert not Invitation.objects.filter(email="lan@example.gov.vn").exists()
    assert refusals(cast.people[persona])[0].detail["url"] == "agencies_people:invite"


def test_a_foreign_agency_in_the_form_of_an_invitation(client, cast):
    admin = cast.people["agency_admin"]
    signed_in(client, admin)
    form = invitation_form(cast, agency=cast.foreign.agency.pk)
    assert client.post(reverse("agencies_people:invite"), form).status_code == 404
    assert not Invitation.objects.filter(email="lan@example.gov.vn").exists()
    assert refusals(admin)[0].detail["asked_agency"] == str(cast.foreign.agency.pk)


@pytest.mark.parametrize("name", ["change", "end", "reset_factor"])
def test_a_foreign_person_in_the_address(client, cast, name):
    admin = cast.people["agency_admin"]
    membership = cast.foreign.people["author"].memberships.get()
    signed_in(client, admin)
    client.post(reverse(f"agencies_people:{name}", args=[membership.pk]), {"role": "author"})
    membership.refresh_from_db()
    assert (membership.role, membership.valid_to) == (Role.AUTHOR, None)
    line = refusals(admin)[0]
    assert (line.agency, line.detail["asked_agency"]) == (None, cast.foreign.agency.code)


@pytest.mark.parametrize("persona", ["author", "agency_admin"])
@pytest.mark.parametrize("deed", ["add", "move", "copy"])
def test_the_root_as_a_parent(client, cast, persona, deed):
    user, own, root = cast.people[persona], cast.own, Page.objects.get(depth=1)
    signed_in(client, user)
    names = ["agency_sites", "articlepage", root.pk]
    addresses = {
        "add": reverse("wagtailadmin_pages:add", args=names),
        "move": reverse("wagtailadmin_pages:move_confirm", args=[own.article.pk, root.pk]),
        "copy": reverse("wagtailadmin_pages:copy", args=[own.article.pk]),
    }
    form = {"title": "BIDOI", "new_title": "BIDOI", "new_slug": "b", "new_parent_page": root.pk}
    assert client.post(addresses[deed], form).status_code == 404
    own.article.refresh_from_db()
    assert own.article.depth == own.home.depth + 2
    assert not Page.objects.filter(title="BIDOI").exists()
    assert refusals(user)


@pytest.mark.parametrize("days", [{"begins": -30, "ends": -1}, {"begins": 1}])
def test_a_membership_that_is_over_or_yet_to_begin(client, cast, days):
    user = make_enrolled_user()
    serve(user, cast.own.agency, Role.AGENCY_ADMIN, **days)
    signed_in(client, user)
    assert edit(client, cast.own.article).status_code == 403
    cast.own.article.refresh_from_db()
    assert cast.own.article.latest_revision.content["title"] != "BIDOI"
    assert refusals(user)[0].detail["status"] == 403


@pytest.fixture
def link(cast) -> tuple[Invitation, str]:
    """An invitation to the own agency, and the address it was mailed with."""
    now = timezone.now()
    invitation = invite(
        agency=cast.own.agency,
        email="lan@example.gov.vn",
        role=Role.AUTHOR,
        terms=Terms("12/QĐ-STP", timezone.localdate()),
        actor=cast.people["agency_admin"],
        now=now,
    )
    token = make_token(invitation)
    invitation.token_hash = hash_token(token)
    invitation.save()
    return invitation, reverse("agencies_acceptance:accept", args=[token])


@pytest.mark.parametrize("what", ["tampered", "expired", "accepted", "other_person"])
def test_an_invitation_that_is_not_good_for_who_comes(client, cast, link, what):
    invitation, address = link
    hour_ago = timezone.now() - HOUR
    if what == "tampered":
        address = f"{address[:-2]}x/"
    elif what in ("expired", "accepted"):
        name = {"expired": "expires_at", "accepted": "accepted_at"}[what]
        Invitation.objects.filter(pk=invitation.pk).update(**{name: hour_ago})
    signed_in(client, cast.people["without_membership"])
    client.post(address)
    assert not Membership.objects.filter(user=cast.people["without_membership"]).exists()
    line = AuditEntry.objects.get(action=AuditAction.INVITATION_REFUSED)
    assert (line.agency, line.detail["refusal"]) == (cast.own.agency, what)


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_a_code_that_was_used_before(client, kind):
    user = make_enrolled_user("lan")
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    code = code_now() if kind == "app" else codes.wrap().get_unused_codes()[0]
    post_password(client, "lan")
    post_code(client, code)
    assert is_in(client)
    thief = Client()
    post_password(thief, "lan")
    post_code(thief, code)
    assert not is_in(thief)
    assert SignIn.objects.filter(user=user, outcome=SignInOutcome.WRONG_CODE).count() == 1


def test_acting_without_a_reason(client, cast):
    overseer = cast.people["overseer"]
    signed_in(client, overseer)
    client.post(reverse("agencies_acts:start", args=[cast.foreign.agency.pk]), {"reason": ""})
    assert not Act.objects.filter(user=overseer).exists()
    assert refusals(overseer)[0].detail["url"] == "agencies_acts:start"


@pytest.mark.parametrize("acted", [False, True])
def test_the_overseer_writes_without_an_act_or_after_its_hour(client, cast, acted):
    overseer, hours_ago = cast.people["overseer"], timezone.now() - HOUR - dt.timedelta(seconds=1)
    if acted:
        Act.objects.create(
            user=overseer,
            agency=cast.foreign.agency,
            reason="Đăng hộ thông báo",
            started_at=hours_ago,
            ends_at=hours_ago + HOUR,
        )
    signed_in(client, overseer)
    assert edit(client, cast.foreign.article).status_code == 403
    assert len(refusals(overseer)) == 1


def test_what_wagtail_itself_refuses_is_logged_too(client, cast):
    author = cast.people["author"]
    signed_in(client, author)
    answer = client.post(reverse("wagtailadmin_pages:unpublish", args=[cast.own.contents.live.pk]))
    assert answer.status_code == 302
    cast.own.contents.live.refresh_from_db()
    assert cast.own.contents.live.live
    assert refusals(author)[0].detail["url"] == "wagtailadmin_pages:unpublish"


def test_trying_again_and_again_fills_no_log(client, cast):
    author = cast.people["author"]
    signed_in(client, author)
    for _again in range(3):
        assert edit(client, cast.foreign.article).status_code == 404
    assert len(refusals(author)) == 1
    client.post(reverse("wagtailadmin_pages:delete", args=[cast.foreign.article.pk]))
    assert len(refusals(author)) == 2


def test_whose_it_was_is_read_by_the_network_alone(client, cast):
    signed_in(client, cast.people["author"])
    edit(client, cast.foreign.article)
    for persona, reads in (("agency_admin", False), ("overseer", True)):
        reader = signed_in(Client(), cast.people[persona])
        log = reader.get(reverse("agencies_audit:index")).content.decode()
        assert ("wagtailadmin_pages:edit" in log) is reads
        assert (cast.foreign.agency.code in log) is reads


def test_a_visitor_leaves_a_line_for_the_operator_alone(client, cast, caplog):
    with caplog.at_level(logging.WARNING, logger=GUARD):
        edit(client, cast.foreign.article)
    assert [record.name for record in caplog.records if "wagtailadmin_pages:edit" in record.message]
    assert not AuditEntry.objects.filter(action=AuditAction.REFUSED).exists()


def test_looking_at_foreign_things_is_told_to_the_operator_alone(client, cast, caplog):
    signed_in(client, cast.people["author"])
    client.get(reverse("wagtailadmin_pages:edit", args=[cast.foreign.article.pk]))
    assert "refused GET wagtailadmin_pages:edit" in caplog.text
    assert not refusals(cast.people["author"])
