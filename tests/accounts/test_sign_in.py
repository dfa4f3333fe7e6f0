"""One way in, and only for those who are meant."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from network.accounts.models import User
from tests.factories.accounts import make_user, post_password, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["lan", "LAN", "Lan.Nguyen@Example.gov.vn", " lan "])
def test_user_name_or_email_in_any_case(client: Client, typed: str):
    make_user("lan", email="lan.nguyen@example.GOV.vn")

    assert post_password(client, typed).status_code == 302


def test_nobody_stands_in_the_way_of_an_email_by_taking_it_as_a_user_name(client: Client):
    make_user("lan@example.gov.vn", email="ke-gian@example.com", password="mat khau ke gian")
    owner = make_user("lan", email="lan@example.gov.vn")

    post_password(client, "lan@example.gov.vn")

    assert client.session["_auth_user_id"] == str(owner.pk)


def test_dotless_i_is_not_an_i(client: Client):
    make_user("linh")

    assert post_password(client, "lınh").status_code == 200


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/"])
def test_login_pages_of_wagtail_lead_to_ours(client: Client, door: str):
    login = reverse("account_login")

    assert (
        client.get(f"{door}?next=/admin/pages/")["Location"] == f"{login}?next=%2Fadmin%2Fpages%2F"
    )
    assert client.post(door, {"username": "lan", "password": "x"})["Location"] == login


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_a_foreign_site(client: Client, url: str):
    make_user("lan")

    assert client.get("/admin/login/", {"next": url})["Location"] == reverse("account_login")
    assert post_password(client, "lan", form={"next": url})["Location"] == reverse(
        "wagtailadmin_home"
    )


def test_wagtails_own_password_pages_are_closed(client: Client):
    assert client.get("/admin/password_reset/").status_code == 404
    assert client.get("/admin/password_reset/confirm/MQ/abc-def/").status_code == 404
    signed_in(client, make_user("lan"))
    assert client.get("/admin/password_reset/").status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_confirm_login_code"])
def test_nobody_signs_up_or_in_another_way(name: str):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_who_has_no_right_in_the_admin_is_not_sent_there_in_circles(client: Client):
    signed_in(client, make_user("lan"))

    answer = client.get(reverse("account_login"), {"next": "/admin/"})

    assert answer["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("door", ["/tai-khoan/dang-xuat/", "/admin/logout/"])
def test_signing_out_ends_the_session(client: Client, door: str):
    signed_in(client, User.objects.create_superuser("qt", "qt@example.gov.vn", "ba con meo den"))
    key = client.session.session_key

    client.post(door)
    client.cookies["sessionid"] = key

    assert client.get(reverse("mfa_index")).status_code == 302


def test_form_of_an_old_page_gets_a_plain_answer():
    answer = post_password(Client(enforce_csrf_checks=True), "lan")

    assert answer.status_code == 403
    assert "accounts/form_expired.html" in [template.name for template in answer.templates]


def test_person_finds_the_safety_page_from_the_admin(client: Client):
    signed_in(client, User.objects.create_superuser("qt", "qt@example.gov.vn", "ba con meo den"))

    assert reverse("mfa_index") in client.get("/admin/account/").content.decode()


def test_public_page_does_not_look_who_is_signed_in(client: Client):
    signed_in(client, make_user("lan"))

    with CaptureQueriesContext(connection) as queries:
        client.get("/khong-co-trang-nay/")

    assert not [query for query in queries if "accounts_session" in query["sql"]]
