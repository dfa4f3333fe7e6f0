"""The first sign-in sets up a second factor; before that nothing opens."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.accounts.second_factor import totp_code
from network.accounts.trust import ENROLMENT
from tests.factories.accounts import (
    PASSWORD,
    is_in,
    make_enrolled_user,
    make_user,
    post_code,
    post_password,
)

pytestmark = pytest.mark.django_db
ENROL = "/tai-khoan/bao-mat/ung-dung/"
ADMIN_PAGES = ["/admin/", "/admin/pages/", "/admin/images/", "/admin/account/", "/admin/api/main/"]


def enrol(client: Client) -> str:
    """Set up an app and return the code that was used for it."""
    code = totp_code(client.get(ENROL).context["form"].secret, timezone.now())
    answer = client.post(ENROL, {"code": code})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return code


def test_first_sign_in_leads_through_app_and_recovery_codes_into_the_account(client: Client):
    make_user("lan")
    post_password(client, "lan")
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain == [(ENROL, 302)]
    assert "<svg" in page.content.decode()

    enrol(client)

    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    assert is_in(client)


def test_without_factor_no_page_of_the_admin_answers(client: Client):
    make_superuser()
    post_password(client, "quan-tri")

    for page in ADMIN_PAGES:
        for ask in (client.get, client.post):
            answer = ask(page)
            assert (answer.status_code, answer["Location"]) == (302, ENROL), page


def test_superuser_of_the_command_line_gets_in_with_a_factor_alone(client: Client):
    make_superuser()
    post_password(client, "quan-tri")

    enrol(client)

    assert client.get("/admin/").status_code == 200


def test_code_of_enrolment_does_not_sign_in_once_more(client: Client):
    make_user("lan")
    post_password(client, "lan")
    code = enrol(client)
    stranger = Client()
    post_password(stranger, "lan")

    answer = post_code(stranger, code)

    assert answer.context["form"].errors
    assert not is_in(stranger)


def test_wrong_code_sets_nothing_up(client: Client):
    user = make_user("lan")
    post_password(client, "lan")
    client.get(ENROL)

    assert client.post(ENROL, {"code": "000000"}).context["form"].errors
    assert not user.authenticator_set.exists()


def test_session_of_the_password_alone_dies_when_the_factor_was_set_up_elsewhere(client: Client):
    make_user("lan")
    other = Client()
    post_password(other, "lan")
    post_password(client, "lan")
    enrol(client)

    for page in ("/admin/", ENROL, reverse("mfa_deactivate_totp")):
        assert other.get(page)["Location"].startswith(reverse("account_login"))
    assert not is_in(other)
    assert "_auth_user_id" not in other.session


def test_enrolment_must_follow_the_password_soon(client: Client):
    make_user("lan")
    post_password(client, "lan")
    session = client.session
    session["account_authentication_methods"][0]["at"] -= ENROLMENT.total_seconds()
    session.save()

    assert client.get(ENROL)["Location"].startswith(reverse("account_login"))


def test_public_pages_see_a_visitor_until_everything_is_proved(client: Client):
    make_user("lan")
    post_password(client, "lan")

    assert not client.get("/khong-co-trang-nay/").wsgi_request.user.is_authenticated


def test_enrolling_person_may_leave(client: Client):
    make_user("lan")
    post_password(client, "lan")

    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


def test_where_no_factor_is_demanded_who_has_one_must_still_prove_it(client: Client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    make_user("lan")
    make_enrolled_user("minh")
    post_password(client, "lan")
    other = Client()
    post_password(other, "minh")

    assert is_in(client)
    assert not is_in(other)


def make_superuser() -> None:
    """Make one as the manual says."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        call_command(
            "createsuperuser", username="quan-tri", email="qt@example.gov.vn", interactive=False
        )
    assert User.objects.get(username="quan-tri").is_superuser
