"""What stands behind the sign-in that opens in a page of the admin (tests/browser shows it)."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import Session
from network.accounts.same_person import PARAMETER, sign_person
from network.agencies.models import Membership
from tests.factories.accounts import (
    code_now,
    is_in,
    make_enrolled_user,
    post_code,
    post_password,
    signed_in,
)
from tests.factories.moderation import make_draft, make_office

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


def autosave(client: Client, page, **options):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, {"title": "Bài"}, headers=SCRIPT, **options)


def standing_of(client: Client) -> str:
    return client.get(reverse("account_standing")).json()["person"]


def test_an_editor_that_saves_by_itself_hears_that_the_session_has_ended():
    office = make_office()
    draft = make_draft(office)
    client = signed_in(Client(), office.author)
    Session.objects.all().delete()
    answer = autosave(client, draft)
    assert (answer.status_code, answer.json()["error_code"]) == (401, "session_ended")


def test_a_person_is_led_to_the_sign_in_as_before(client):
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer["Location"].startswith(reverse("account_login"))


def test_it_hears_that_its_token_is_of_another_session():
    office = make_office()
    client = signed_in(Client(enforce_csrf_checks=True), office.author)
    answer = autosave(client, make_draft(office))
    assert (answer.status_code, answer.json()["error_code"]) == (403, "form_expired")


def test_it_hears_that_the_right_has_ended():
    office = make_office()
    draft = make_draft(office)
    client = signed_in(Client(), office.author)
    Membership.objects.filter(user=office.author).update(
        valid_to=timezone.localdate().replace(day=1)
    )
    answer = autosave(client, draft)
    assert (answer.status_code, answer.json()["error_code"]) == (403, "right_ended")


def test_who_is_here_and_nobody_before_the_second_factor():
    lan = make_enrolled_user("lan")
    client = Client()
    assert standing_of(client) == ""
    post_password(client, "lan")
    assert standing_of(client) == ""
    # A ping of the page around it does not take the half sign-in away.
    client.get(reverse("wagtailadmin_home"), headers=SCRIPT)
    post_code(client, code_now())
    assert standing_of(client) == str(lan.pk)


def test_asking_who_is_here_is_nobody_at_work(settings):
    client = signed_in(Client(), make_enrolled_user())
    settings.ADMIN_IDLE_MINUTES = 0
    assert standing_of(client) == ""
    assert not is_in(client)


def test_a_sign_in_for_one_person_lets_nobody_else_in():
    lan, other = make_enrolled_user("lan"), make_enrolled_user("binh")
    client = Client()
    for_lan = {PARAMETER: sign_person(lan)}
    answer = post_password(client, other.username, form=for_lan)
    # The name that was typed does not count: it is Lan's sign-in.
    assert answer["Location"] == reverse("mfa_authenticate")
    post_code(client, code_now())
    assert standing_of(client) == str(lan.pk)


def test_her_password_is_still_asked_for():
    lan = make_enrolled_user("lan")
    binh = make_enrolled_user("binh", password="mot mat khau khac")
    answer = post_password(
        Client(), binh.username, "mot mat khau khac", form={PARAMETER: sign_person(lan)}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_name_that_was_made_up_is_not_read(client):
    make_enrolled_user("lan")
    page = client.get(reverse("account_login"), {PARAMETER: "1:abc"}).content.decode()
    assert "lan" not in page.partition("<form")[2]


@pytest.mark.parametrize("name", ["account_login", "account_signed_in_again"])
def test_the_sign_in_may_stand_in_a_frame_of_our_own_alone(client, name):
    answer = client.get(reverse(name))
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert client.get(reverse("account_reset_password"))["X-Frame-Options"] == "DENY"
