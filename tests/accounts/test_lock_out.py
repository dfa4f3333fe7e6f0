"""Too many failures delay the next attempt at an account's name, or from a network address."""

import re

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from network.accounts.cache import SignInSharedCache
from tests.factories.accounts import (
    code_now,
    is_in,
    make_enrolled_user,
    make_user,
    post_code,
    post_password,
)

pytestmark = pytest.mark.django_db
LOCKED = "30 giây"


def fail(client: Client, name: str, times: int, **options) -> None:
    """Type wrong passwords."""
    for _ in range(times):
        post_password(client, name, "sai mat khau roi", **options)


def complaint(answer) -> str:
    """Return what the page complains about."""
    return " ".join(answer.context["form"].non_field_errors())


def test_account_is_locked_for_the_right_password_too(client: Client):
    make_user("lan")
    fail(client, "lan", 5)

    answer = post_password(client, "lan", REMOTE_ADDR="10.0.0.9")

    assert answer.status_code == 200
    assert LOCKED in complaint(answer)
    assert "_auth_user_id" not in client.session


def test_other_accounts_and_fewer_failures_are_not_locked(client: Client):
    make_user("lan")
    make_user("minh")
    fail(client, "lan", 5)
    fail(client, "minh", 4)

    assert post_password(client, "minh").status_code == 302


@pytest.mark.parametrize("spelling", ["LAN", " lan ", "ｌａｎ", "Lan"])
def test_another_spelling_of_the_name_gives_no_more_tries(client: Client, spelling: str):
    make_user("lan")
    fail(client, "lan", 3)
    fail(client, spelling, 2)

    assert LOCKED in complaint(post_password(client, "lan"))


def test_another_port_in_the_host_header_gives_no_more_tries(client: Client):
    make_user("lan")
    for port in range(5):
        fail(client, "lan", 1, HTTP_HOST=f"testserver:{8000 + port}")

    assert LOCKED in complaint(post_password(client, "lan", HTTP_HOST="testserver:9000"))


def test_address_is_locked_for_every_account(client: Client):
    make_user("lan")
    for number in range(30):
        fail(client, f"ai-do-{number}", 1, REMOTE_ADDR="10.0.0.1")

    assert LOCKED in complaint(post_password(client, "lan", REMOTE_ADDR="10.0.0.1"))
    assert post_password(client, "lan", REMOTE_ADDR="10.0.0.2").status_code == 302


def test_own_successes_do_not_free_the_address(client: Client):
    make_enrolled_user("ke-gian")
    for number in range(30):
        fail(client, f"ai-do-{number}", 1)
        if number == 20:
            post_password(client, "ke-gian")
            post_code(client, code_now())
            assert is_in(client)
            client = Client()

    assert LOCKED in complaint(post_password(client, "ke-gian"))


def test_invented_forwarded_addresses_do_not_help(client: Client):
    for number in range(30):
        fail(client, f"ai-do-{number}", 1, HTTP_X_FORWARDED_FOR=f"10.1.0.{number}")

    answer = post_password(client, "ai-do-khac", HTTP_X_FORWARDED_FOR="10.1.0.99")
    assert LOCKED in complaint(answer)


def test_codes_are_counted_too(client: Client):
    make_enrolled_user("lan")
    post_password(client, "lan")
    for _ in range(5):
        post_code(client, "000000")

    answer = post_code(client, code_now())

    assert LOCKED in answer.context["form"].errors["code"][0]
    assert not is_in(client)


def test_page_says_the_same_whether_the_account_exists_or_not(client: Client):
    make_user("lan")
    make_user("mai")
    make_user("hoa", is_active=False)
    bodies = set()
    # A name and an email of one account would share their count.
    for name in ("lan", "hoa", "zzz", "mai@example.gov.vn"):
        said = []
        for _ in range(7):
            answer = post_password(Client(), name, "sai mat khau roi", REMOTE_ADDR="10.0.0.7")
            said.append((answer.status_code, answer.headers.get("Location"), body(answer, name)))
        bodies.add(tuple(said))

    assert len(bodies) == 1


def test_inactive_account_looks_like_a_wrong_password_even_with_the_right_one(client: Client):
    make_user("hoa", is_active=False)

    right = post_password(client, "hoa")

    assert body(right, "hoa") == body(post_password(client, "zzz"), "zzz")


@pytest.mark.parametrize("name", ["lan", "zzz", "hoa", "chua-co-mat-khau"])
def test_every_failure_costs_one_hash(client: Client, settings, monkeypatch, name: str):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1)
    make_user("lan")
    make_user("hoa", is_active=False)
    make_user("chua-co-mat-khau", password=None)
    hashed = []
    encode = PBKDF2PasswordHasher.encode
    monkeypatch.setattr(
        PBKDF2PasswordHasher,
        "encode",
        lambda *arguments, **options: hashed.append(1) or encode(*arguments, **options),
    )

    post_password(client, name, "sai mat khau roi")

    assert len(hashed) == 1


def test_too_many_requests_for_mails_get_a_plain_page(client: Client):
    for _ in range(5):
        client.post(reverse("account_reset_password"), {"email": "lan@example.gov.vn"})
    answer = client.post(reverse("account_reset_password"), {"email": "lan@example.gov.vn"})

    assert answer.status_code == 429
    assert "accounts/too_many_requests.html" in [template.name for template in answer.templates]


def test_all_processes_share_the_counts_and_nothing_else(settings):
    options = settings.CACHES["default"]["OPTIONS"]
    other_process = SignInSharedCache("other-process", {"OPTIONS": options})
    cache.set("allauth:rl:x", [1.0], 60)
    cache.set("page", "here", 60)

    assert other_process.get("allauth:rl:x") == [1.0]
    assert other_process.get("page") is None


def body(answer, name: str) -> str:
    """Return the page without what differs in any case: the token, the name typed in."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return text.replace(f'value="{name}"', "")
