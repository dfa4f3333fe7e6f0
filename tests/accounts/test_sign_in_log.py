"""What the log keeps of a sign-in, for how long, and when the person gets a mail."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import SignIn, SignInOutcome
from network.accounts.services import purge_sign_ins
from tests.factories.accounts import (
    code_now,
    make_enrolled_user,
    make_user,
    post_code,
    post_password,
    run_jobs,
    signed_in,
)

pytestmark = pytest.mark.django_db


def test_log_tells_how_each_try_ended(client: Client):
    user = make_enrolled_user("lan")
    post_password(client, "lan", "sai mat khau roi")
    post_password(client, "lan", HTTP_USER_AGENT="M" * 300, REMOTE_ADDR="10.0.0.5")
    post_code(client, "000000")
    post_code(client, code_now(), HTTP_USER_AGENT="M" * 300, REMOTE_ADDR="10.0.0.5")

    rows = SignIn.objects.filter(user=user).order_by("id")
    assert [row.outcome for row in rows] == ["wrong_password", "wrong_code", "signed_in"]
    assert (rows[2].address, rows[2].user_agent) == ("10.0.0.5", "M" * 200)


def test_unknown_names_and_passwords_are_not_kept(client: Client):
    post_password(client, "mat khau go nham o nay", "mat khau that")

    (row,) = SignIn.objects.values()
    assert row["user_id"] is None
    assert "mat khau" not in str(row)


def test_hammering_on_a_locked_account_does_not_fill_the_log(client: Client):
    make_user("lan")
    for _ in range(12):
        post_password(client, "lan", "sai mat khau roi")

    assert SignIn.objects.filter(outcome=SignInOutcome.WRONG_PASSWORD).count() == 5
    assert SignIn.objects.filter(outcome=SignInOutcome.LOCKED).count() == 1


def test_log_is_forgotten_after_half_a_year(capsys):
    now = timezone.now()
    for days in (179, 181):
        SignIn.objects.create(outcome="signed_in", at=now - dt.timedelta(days=days))

    call_command("purge_sign_ins")

    assert capsys.readouterr().out == "1 sign-ins deleted\n"
    assert SignIn.objects.get().at > now - dt.timedelta(days=180)


def test_purge_drops_dead_sessions_and_counts(client: Client):
    user = make_enrolled_user()
    key = signed_in(client, user).session.session_key
    purge_sign_ins(now=timezone.now())
    assert client.session.session_key == key and client.session.exists(key)

    type(client.session).get_model_class().objects.update(expire_date=timezone.now())
    purge_sign_ins(now=timezone.now())

    assert not client.session.exists(key)


RAW = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_new_device_is_told_once(client: Client, django_capture_on_commit_callbacks):
    make_user("lan")
    for device in (client, client, Client()):
        with django_capture_on_commit_callbacks(execute=True):
            post_password(device, "lan", REMOTE_ADDR="10.0.0.5", HTTP_USER_AGENT=RAW)
        run_jobs()
        device.post(reverse("account_logout"))

    assert [message.to for message in mail.outbox] == [["lan@example.gov.vn"]] * 2
    assert "10.0.0.5" in mail.outbox[0].body
    assert "Firefox, Windows" in mail.outbox[0].body
    assert "Mozilla" not in mail.outbox[0].body


def test_device_of_another_person_or_a_forged_cookie_is_new(
    client: Client, django_capture_on_commit_callbacks
):
    make_user("lan")
    make_user("minh")
    with django_capture_on_commit_callbacks(execute=True):
        post_password(client, "lan")
        client.post(reverse("account_logout"))
        post_password(client, "minh")
        client.post(reverse("account_logout"))
        client.cookies["known_device"] = '[[1, "x", "y"]]:gia-mao'
        post_password(client, "lan")

    assert run_jobs() == 3


def test_person_sees_their_own_last_sign_ins(client: Client):
    user = make_enrolled_user("lan")
    SignIn.objects.create(user=user, outcome="wrong_code", at=timezone.now(), address="10.9.8.7")
    SignIn.objects.create(outcome="wrong_code", at=timezone.now(), address="10.6.6.6")

    page = signed_in(client, user).get(reverse("mfa_index")).content.decode()

    assert "10.9.8.7" in page
    assert "10.6.6.6" not in page


def test_code_of_a_demo_account_is_shown_where_a_demo_is_allowed(capsys, settings):
    make_enrolled_user("lan")
    call_command("second_factor_code", "lan")
    assert capsys.readouterr().out.strip() == code_now()

    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError):
        call_command("second_factor_code", "lan")
