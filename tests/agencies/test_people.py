"""The agency admin manages the agency's people, and nothing beyond them."""

import datetime as dt
from copy import deepcopy

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import AuditAction, AuditEntry, Membership, Role
from network.agencies.people.services import end_membership
from tests.factories.accounts import make_enrolled_user, make_user, signed_in
from tests.factories.people import make_agency, make_member, serve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_and_without_guard")]
PEOPLE = "/admin/nguoi-dung/"
TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def agency_of_module(once):
    return once(make_agency, "Sở Y tế")


@pytest.fixture
def agency(agency_of_module, db):
    """An agency."""
    return deepcopy(agency_of_module)


@pytest.fixture
def admin(client: Client, agency) -> User:
    """Its admin, signed in; another admin exists besides."""
    make_member(agency, Role.AGENCY_ADMIN)
    user = make_member(agency, Role.AGENCY_ADMIN, name="Rơ Châm Hiền")
    signed_in(client, user)
    return user


def membership_of(user: User, **filters) -> Membership:
    """Return the one membership of a person."""
    return Membership.objects.get(user=user, **filters)


def change(client: Client, membership: Membership, **fields):
    """Return the answer to a posted change of role."""
    form = {
        "role": Role.APPROVER,
        "decision_number": "34/QĐ-SYT",
        "valid_from": TODAY().strftime("%d/%m/%Y"),
    }
    return client.post(reverse("agencies_people:change", args=[membership.pk]), form | fields)


def end(client: Client, membership: Membership, day: dt.date):
    """Return the answer to a posted end of a role."""
    url = reverse("agencies_people:end", args=[membership.pk])
    return client.post(url, {"last_day": day.strftime("%d/%m/%Y")})


def logged(action: AuditAction) -> AuditEntry:
    """Return the newest line of the log about this."""
    return AuditEntry.objects.filter(action=action).latest("pk")


def test_list_shows_role_period_and_decision_of_own_people_alone(client, admin, agency):
    lan = make_member(agency, Role.AUTHOR, name="Nguyễn Thị Lan")
    other = make_agency("Sở Bí Mật")
    serve(lan, other, Role.APPROVER)
    make_member(other, name="Trần Người Lạ")
    page = client.get(PEOPLE).content.decode()
    assert "Nguyễn Thị Lan" in page
    assert "12/QĐ-STP" in page
    assert "Bí Mật" not in page
    assert "Người Lạ" not in page


def test_network_roles_held_at_the_agency_are_not_the_admins_business(client, admin, agency):
    overseer = make_member(agency, Role.OVERSEER, name="Lê Giám Sát")
    assert "Giám Sát" not in client.get(PEOPLE).content.decode()
    assert change(client, membership_of(overseer)).status_code == 404


def test_admin_of_two_agencies_sees_both_under_their_names(client, admin):
    second = make_agency("Sở Nội vụ")
    serve(admin, second, Role.AGENCY_ADMIN)
    make_member(second, name="Phan Văn Hai")
    page = client.get(PEOPLE).content.decode()
    assert page.index("Sở Nội vụ") < page.index("Phan Văn Hai")
    assert "Sở Y tế" in page


def test_people_without_that_role_get_no_screen(client, agency):
    signed_in(client, make_member(agency, Role.APPROVER))
    # Wagtail leads back to the start page, the guard says it outright.
    assert client.get(PEOPLE).status_code in (302, 403)
    assert client.post(f"{PEOPLE}moi/").status_code in (302, 403)


def test_changing_a_role_ends_the_old_one_and_the_sessions(client, admin, agency):
    lan = make_member(agency, Role.AUTHOR, name="Nguyễn Thị Lan")
    her = signed_in(Client(), lan)
    assert change(client, membership_of(lan)).status_code == 302
    old, new = Membership.objects.filter(user=lan).order_by("valid_from")
    assert old.valid_to == TODAY() - DAY
    assert (new.role, new.decision_number) == (Role.APPROVER, "34/QĐ-SYT")
    assert her.get("/admin/").status_code == 302
    assert logged(AuditAction.MEMBERSHIP_GRANTED).actor == admin
    assert "Nguyễn Thị Lan" in logged(AuditAction.MEMBERSHIP_ENDED).subject


def test_a_role_begun_today_can_be_changed_today(client, admin, agency):
    lan = make_member(agency, Role.AUTHOR, begins=0)
    change(client, membership_of(lan), role=Role.APPRAISER)
    change(client, membership_of(lan), role=Role.AUTHOR)
    assert membership_of(lan).role == Role.AUTHOR


def test_role_ends_on_the_day_given(client, admin, agency):
    lan = make_member(agency)
    assert end(client, membership_of(lan), TODAY() + DAY).status_code == 302
    assert membership_of(lan).valid_to == TODAY() + DAY
    assert signed_in(Client(), lan).get("/admin/").status_code == 200


def test_yesterday_ends_a_role_at_once(client, admin, agency):
    lan = make_member(agency)
    her = signed_in(Client(), lan)
    end(client, membership_of(lan), TODAY() - DAY)
    assert her.get("/admin/").status_code == 302
    assert end(client, membership_of(lan), TODAY()).status_code == 404


def test_history_is_not_rewritten(client, admin, agency):
    lan = make_member(agency)
    answer = end(client, membership_of(lan), TODAY() - 5 * DAY)
    assert answer.context["form"].errors
    assert membership_of(lan).valid_to is None


@pytest.mark.parametrize("name", ["change", "end", "reset_factor"])
def test_another_agencys_membership_is_as_good_as_none(client, admin, name):
    stranger = membership_of(make_member(make_agency()))
    for method in (client.get, client.post):
        answers = [
            method(reverse(f"agencies_people:{name}", args=[pk])) for pk in (stranger.pk, 999_999)
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert membership_of(stranger.user).valid_to is None


@pytest.mark.parametrize(
    "field",
    [{"role": "network_admin"}, {"role": "overseer"}, {"is_superuser": "on"}, {"groups": "1"}],
)
def test_reaching_for_more_is_refused_and_logged(client, admin, agency, field):
    lan = make_member(agency)
    assert change(client, membership_of(lan), **field).status_code == 302
    assert membership_of(lan).role == Role.AUTHOR
    lan.refresh_from_db()
    assert not lan.is_superuser
    refusal = logged(AuditAction.REFUSED)
    assert (refusal.actor, refusal.agency) == (admin, agency)


def test_no_form_offers_more_than_the_agencys_roles(client, admin, agency):
    lan = membership_of(make_member(agency))
    for url in (f"{PEOPLE}moi/", reverse("agencies_people:change", args=[lan.pk])):
        page = client.get(url).content.decode()
        for more in ("network_admin", "overseer", "report_viewer", "superuser", 'name="groups"'):
            assert more not in page


def test_the_last_admin_cannot_step_down(client, agency):
    admin = make_member(agency, Role.AGENCY_ADMIN)
    signed_in(client, admin)
    for answer in (
        end(client, membership_of(admin), TODAY()),
        change(client, membership_of(admin), role=Role.AUTHOR),
    ):
        assert answer.context["form"].non_field_errors()
    assert membership_of(admin).valid_to is None


@pytest.mark.parametrize("obstacle", ["ends tomorrow", "closed account"])
def test_an_admin_who_is_about_to_go_does_not_count(client, agency, obstacle):
    admin = make_member(agency, Role.AGENCY_ADMIN)
    other = make_user(is_active=obstacle != "closed account")
    serve(other, agency, Role.AGENCY_ADMIN, ends=1 if obstacle == "ends tomorrow" else None)
    signed_in(client, admin)
    end(client, membership_of(admin), TODAY() + 2 * DAY)
    assert membership_of(admin).valid_to is None


def test_one_of_two_admins_may_go(client, admin):
    assert end(client, membership_of(admin), TODAY()).status_code == 302
    assert membership_of(admin).valid_to == TODAY()


def test_second_factor_of_own_people_can_be_reset(client, admin, agency):
    lan = make_enrolled_user("lan")
    serve(lan, agency)
    url = reverse("agencies_people:reset_factor", args=[membership_of(lan).pk])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert not lan.authenticator_set.exists()
    assert logged(AuditAction.SECOND_FACTOR_RESET).actor == admin


def reset(client: Client, row: Membership) -> str:
    """Return the screen after the button, whether it was shown or not."""
    return client.post(reverse("agencies_people:reset_factor", args=[row.pk])).content.decode()


@pytest.mark.parametrize(
    ("role", "begins"),
    [(Role.OVERSEER, 0), (Role.AUTHOR, 0), (Role.AUTHOR, 9), (Role.REPORT_VIEWER, 9)],
    ids=["network", "other agency", "other agency soon", "network soon"],
)
def test_the_factor_of_who_has_rights_elsewhere_is_the_networks_to_reset(
    client, admin, agency, role, begins
):
    lan = make_enrolled_user("lan")
    serve(lan, agency)
    serve(lan, make_agency(), role, begins=begins)
    row = membership_of(lan, agency=agency)
    assert "quản trị mạng lưới đặt lại" in reset(client, row)
    assert lan.authenticator_set.exists()
    shown = client.get(PEOPLE).content.decode()
    assert reverse("agencies_people:reset_factor", args=[row.pk]) not in shown
    assert "Chỉ quản trị mạng lưới đặt lại được" in shown


def test_roles_elsewhere_that_are_over_do_not_count(client, admin, agency):
    lan = make_enrolled_user("lan")
    serve(lan, agency)
    serve(lan, make_agency(), begins=-9, ends=-1)
    row = membership_of(lan, agency=agency)
    address = reverse("agencies_people:reset_factor", args=[row.pk])
    assert address in client.get(PEOPLE).content.decode()
    reset(client, row)
    assert not lan.authenticator_set.exists()


def test_nobody_sheds_their_own_factor(client, admin, agency):
    row = membership_of(admin)
    address = reverse("agencies_people:reset_factor", args=[row.pk])
    assert address not in client.get(PEOPLE).content.decode()
    reset(client, row)
    assert admin.authenticator_set.exists()


def test_services_refuse_who_is_no_admin_there(agency):
    author = make_member(agency, Role.AUTHOR)
    with pytest.raises(PermissionDenied):
        end_membership(
            membership=membership_of(author), last_day=TODAY(), actor=author, now=timezone.now()
        )


def test_the_list_costs_the_same_for_one_and_for_many(
    client, admin, agency, django_assert_num_queries
):
    client.get(PEOPLE)
    with CaptureQueriesContext(connection) as few:
        client.get(PEOPLE)
    for number in range(3):
        other = make_agency()
        serve(admin, other, Role.AGENCY_ADMIN)
        for _ in range(number + 2):
            make_member(other)
    with django_assert_num_queries(len(few)):
        client.get(PEOPLE)
