"""Sessions end when nobody is there, when rights change, and when a factor is taken away."""

import re
import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.services import end_sessions, reset_second_factor
from network.accounts.trust import LAST_SEEN
from tests.factories.accounts import (
    PASSWORD,
    is_in,
    make_enrolled_user,
    make_user,
    post_password,
    run_jobs,
    signed_in,
)

pytestmark = pytest.mark.django_db
PING = "/admin/editing-sessions/ping/agency_sites/articlepage/1/1/"


def leave_alone(client: Client, minutes: float) -> float:
    """Let the client's session look as if last used so long ago; return that moment."""
    session = client.session
    session[LAST_SEEN] = moment = time.time() - minutes * 60
    session.save()
    return moment


def test_session_left_alone_for_an_hour_has_ended(client: Client):
    signed_in(client, make_enrolled_user())
    leave_alone(client, 60.1)

    answer = client.get("/admin/pages/?p=2")

    assert answer["Location"] == f"{reverse('account_login')}?next=/admin/pages/%3Fp%3D2"
    assert "_auth_user_id" not in client.session
    assert client.get(answer["Location"]).context["messages"]


def test_work_keeps_the_session(client: Client):
    signed_in(client, make_enrolled_user())
    for _ in range(3):
        leave_alone(client, 59)
        assert is_in(client)


def test_an_editor_left_open_does_not_keep_the_session(client: Client):
    signed_in(client, make_enrolled_user())
    moment = leave_alone(client, 59)

    client.post(PING)

    assert client.session[LAST_SEEN] == moment


def test_idle_session_is_a_visitor_on_public_pages_too(client: Client):
    signed_in(client, make_enrolled_user())
    leave_alone(client, 61)

    assert not client.get("/khong-co-trang-nay/").wsgi_request.user.is_authenticated


def test_form_sent_after_the_end_is_not_carried_out_but_leads_back_to_the_admin(client: Client):
    signed_in(client, make_enrolled_user())
    leave_alone(client, 61)

    answer = client.post("/admin/account/", {})

    assert answer["Location"] == f"{reverse('account_login')}?next=/admin/"


def test_all_sessions_of_one_person_and_of_nobody_else_can_be_ended():
    lan, minh = make_enrolled_user("lan"), make_enrolled_user("minh")
    here, there, foreign = (signed_in(Client(), user) for user in (lan, lan, minh))

    assert end_sessions(user=lan) == 2

    assert [is_in(client) for client in (here, there, foreign)] == [False, False, True]


def test_session_from_a_real_sign_in_can_be_ended_too(client: Client):
    user = make_user("lan")
    post_password(client, "lan")

    assert end_sessions(user=user) == 1


def test_reset_takes_the_factors_ends_the_sessions_and_tells_the_person(
    client: Client, django_capture_on_commit_callbacks
):
    user, admin = make_enrolled_user("lan"), make_user("sep", last_name="Trần", first_name="Minh")
    signed_in(client, user)
    with django_capture_on_commit_callbacks(execute=True):
        reset_second_factor(user=user, actor=admin, now=timezone.now())
    run_jobs()

    assert not user.authenticator_set.exists()
    assert not is_in(client)
    assert mail.outbox[0].to == [user.email]
    assert "Trần Minh" in mail.outbox[0].body


def test_changing_the_password_ends_the_other_sessions(client: Client):
    user = make_enrolled_user("lan")
    other = signed_in(Client(), user)
    signed_in(client, user)
    new = "trau trang trau den"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    assert client.post(reverse("account_change_password"), form).status_code == 302

    assert is_in(client)
    assert not is_in(other)


@pytest.mark.parametrize("bad", ["ngan", "qwertyuiop", "123456789012", "nguyenthilan"])
def test_weak_passwords_are_refused(client: Client, bad: str):
    signed_in(client, make_enrolled_user("nguyenthilan"))
    form = {"oldpassword": PASSWORD, "password1": bad, "password2": bad}

    assert client.post(reverse("account_change_password"), form).context["form"].errors


def test_new_password_by_mail_does_not_open_the_account(
    client: Client, django_capture_on_commit_callbacks
):
    user = make_enrolled_user("lan", email="Lan@example.gov.vn")
    old = signed_in(Client(), user)
    link = reset_link(client, "lan@EXAMPLE.gov.vn", django_capture_on_commit_callbacks)
    new = "trau trang trau den"

    page = client.get(link, follow=True)
    client.post(page.context["action_url"], {"password1": new, "password2": new}, follow=True)

    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302
    assert post_password(client, "lan", new)["Location"] == reverse("mfa_authenticate")
    assert not is_in(old)
    assert client.get(link, follow=True).context["token_fail"]


def test_new_password_by_mail_leaves_who_has_no_factor_at_the_enrolment(
    client: Client, django_capture_on_commit_callbacks
):
    make_user("lan")
    link = reset_link(client, "lan@example.gov.vn", django_capture_on_commit_callbacks)
    new = "trau trang trau den"
    page = client.get(link, follow=True)
    client.post(page.context["action_url"], {"password1": new, "password2": new})

    post_password(client, "lan", new)

    assert client.get("/admin/")["Location"] == reverse("mfa_activate_totp")


def test_asking_for_a_new_password_tells_nobody_whether_the_account_exists(
    client: Client, django_capture_on_commit_callbacks
):
    make_user("lan")
    answers = []
    for email in ("lan@example.gov.vn", "ai-do@example.gov.vn"):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("account_reset_password"), {"email": email})
        answers.append((answer.status_code, answer["Location"], run_jobs()))

    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [["lan@example.gov.vn"]]


def test_link_in_the_mail_does_not_trust_the_host_header(
    client: Client, settings, django_capture_on_commit_callbacks
):
    make_user("lan")
    settings.ALLOWED_HOSTS = ["*"]
    settings.WAGTAILADMIN_BASE_URL = "https://pbgdpl.example.gov.vn"
    client.defaults["HTTP_HOST"] = "evil.example"
    reset_link(client, "lan@example.gov.vn", django_capture_on_commit_callbacks)

    assert "https://pbgdpl.example.gov.vn/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def reset_link(client: Client, email: str, captured) -> str:
    """Ask for a new password and return the path in the mail."""
    with captured(execute=True):
        client.post(reverse("account_reset_password"), {"email": email})
    run_jobs()
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]
