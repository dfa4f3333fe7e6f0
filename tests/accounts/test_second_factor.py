"""Signing in with the second factor, and changing it."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.second_factor import totp_code, use_code
from tests.factories.accounts import (
    SECRET,
    code_now,
    is_in,
    make_enrolled_user,
    post_code,
    post_password,
    signed_in,
)

pytestmark = pytest.mark.django_db


def recovery_codes(user) -> list[str]:
    """Return the recovery codes still good."""
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return codes.wrap().get_unused_codes()


def test_password_alone_does_not_sign_in_who_has_a_factor(client: Client):
    make_enrolled_user("lan")

    assert post_password(client, "lan")["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.post("/admin/pages/")["Location"].startswith(reverse("account_login"))


def test_code_of_the_app_signs_in(client: Client):
    make_enrolled_user("lan")
    post_password(client, "lan", form={"next": "/admin/pages/"})

    assert post_code(client, code_now())["Location"] == "/admin/pages/"
    assert is_in(client)


def test_code_is_refused_the_second_time(client: Client):
    make_enrolled_user("lan")
    code = code_now()
    post_password(client, "lan")
    post_code(client, code)
    other = Client()
    post_password(other, "lan")

    assert post_code(other, code).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_clock_may_be_off_by_one_step_and_no_more(seconds: int, good: bool):
    user = make_enrolled_user()
    now = dt.datetime(2026, 11, 25, 8, 0, 10, tzinfo=dt.UTC)
    code = totp_code(SECRET, now + dt.timedelta(seconds=seconds))

    assert (use_code(user=user, code=code, now=now) is not None) is good


def test_code_accepted_late_stays_used_for_as_long_as_it_would_be_good():
    user = make_enrolled_user()
    now = dt.datetime(2026, 11, 25, 8, 0, 0, tzinfo=dt.UTC)
    code = totp_code(SECRET, now + dt.timedelta(seconds=30))
    use_code(user=user, code=code, now=now)

    assert use_code(user=user, code=code, now=now + dt.timedelta(seconds=59)) is None


def test_recovery_code_signs_in_once(client: Client):
    user = make_enrolled_user("lan")
    code = recovery_codes(user)[0]
    post_password(client, "lan")
    post_code(client, code)
    other = Client()
    post_password(other, "lan")
    post_code(other, code)

    assert is_in(client)
    assert not is_in(other)
    assert len(recovery_codes(user)) == 9


def test_secret_is_not_readable_in_the_database():
    user = make_enrolled_user()

    assert SECRET not in str(Authenticator.objects.get(user=user, type="totp").data)


def test_secret_survives_a_new_key_that_knows_the_old_one(settings):
    user = make_enrolled_user()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert use_code(user=user, code=code_now(), now=timezone.now())


def test_encrypted_anew_it_needs_the_old_key_no_more(settings, client: Client, capsys):
    make_enrolled_user("lan")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    call_command("encrypt_second_factors")
    settings.SECRET_KEY_FALLBACKS = []
    assert capsys.readouterr().out == "2 second factors, 2 under SECRET_KEY\n"
    post_password(client, "lan")
    assert post_code(client, code_now()).status_code == 302
    assert is_in(client)


def test_what_no_key_opens_is_said_not_shown_as_a_fault(settings, client: Client):
    make_enrolled_user("lan")
    settings.SECRET_KEY = "another"
    post_password(client, "lan")
    answer = post_code(client, code_now())
    assert (answer.status_code, is_in(client)) == (503, False)
    assert "không đọc được" in answer.content.decode()
    with pytest.raises(CommandError, match="lan: give the former key"):
        call_command("encrypt_second_factors")


def test_factor_is_changed_only_after_it_was_proved_again(client: Client):
    signed_in(client, make_enrolled_user("lan"))
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 600
    session.save()
    page = client.get(reverse("mfa_deactivate_totp"))
    assert page["Location"].startswith(reverse("mfa_reauthenticate"))

    answer = client.post(page["Location"], {"code": code_now(), "next": "/tai-khoan/bao-mat/"})

    assert answer["Location"] == "/tai-khoan/bao-mat/"
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_who_removes_the_last_factor_must_set_up_a_new_one_at_once(client: Client):
    user = make_enrolled_user("lan")
    other = signed_in(Client(), user)
    signed_in(client, user)

    client.post(reverse("mfa_deactivate_totp"))

    assert client.get("/admin/")["Location"] == reverse("mfa_activate_totp")
    assert not user.authenticator_set.exists()
    assert not is_in(other)
