"""A device that signed in before is not stopped by what others fail at; nobody else is spared."""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.accounts import attempts, devices
from network.accounts.models import User
from network.core.spam_guard.models import AttemptLevel
from tests.factories.accounts import (
    PASSWORD,
    SECRET,
    code_now,
    is_in,
    make_enrolled_user,
    make_user,
    post_code,
    post_password,
)

pytestmark = pytest.mark.django_db
OFFICE, ELSEWHERE = "10.0.0.1", "203.0.113.9"
NEW_PASSWORD = "bon con cho vang"


def used_device(name: str) -> Client:
    """Return a browser in which the person signed in once, and out again."""
    client = Client(REMOTE_ADDR="10.9.9.9")
    assert post_password(client, name).status_code == 302
    client.post(reverse("account_logout"))
    client.defaults["REMOTE_ADDR"] = OFFICE
    return client


def attack(*names: str, times: int, address: str = OFFICE, client: Client | None = None) -> None:
    """Type wrong passwords for these names from an address."""
    client = client or Client()
    for number in range(times):
        name = names[number % len(names)]
        post_password(client, name, "sai mat khau roi", REMOTE_ADDR=address)


def enters(client: Client, name: str, password: str = PASSWORD) -> bool:
    return post_password(client, name, password).status_code == 302


def wait_of(answer) -> str:
    """Return the sentence that tells how long to wait."""
    return " ".join(answer.context["form"].non_field_errors())


def let_pass(seconds: int) -> None:
    """Move all attempts into the past."""
    for row in AttemptLevel.objects.all():
        AttemptLevel.objects.filter(pk=row.pk).update(at=row.at - dt.timedelta(seconds=seconds))


def test_an_attacker_in_an_office_of_forty_stops_none_of_the_others():
    names = [make_user(f"can-bo-{number}").username for number in range(40)]
    browsers = {name: used_device(name) for name in names}
    attack(*names, times=200)

    assert [name for name in names if not enters(browsers[name], name)] == []


def test_without_the_mark_of_the_device_the_whole_office_would_wait(monkeypatch):
    # Few enough to try all before the half minute ends, on a slow machine too.
    names = [make_user(f"can-bo-{number}").username for number in range(10)]
    browsers = {name: used_device(name) for name in names}
    attack(*names, times=200)
    monkeypatch.setattr(attempts, "device_mark", lambda request, user: None)

    assert [name for name in names if enters(browsers[name], name)] == []


def test_who_signs_in_often_with_the_right_password_never_waits():
    make_user("lan")
    assert all(enters(Client(REMOTE_ADDR=OFFICE), "lan") for _ in range(12))


def test_an_unknown_device_in_that_office_waits_half_a_minute_at_most():
    make_user("lan")
    attack(*[f"ai-do-{number}" for number in range(40)], times=80)
    client = Client(REMOTE_ADDR=OFFICE)

    assert "30 giây" in wait_of(post_password(client, "lan"))
    let_pass(30)
    assert enters(client, "lan")


def test_a_known_account_attacked_from_elsewhere_stays_open_to_its_owner_s_device():
    make_user("lan")
    browser = used_device("lan")
    attack("lan", "lan@example.gov.vn", times=40, address=ELSEWHERE)

    assert not enters(Client(REMOTE_ADDR=OFFICE), "lan")
    assert enters(browser, "lan")


def test_delays_grow_and_recover():
    make_user("lan")
    attack("lan", times=5)
    told = []
    for wait in (30, 60, 120, 240, 480, 900):
        told.append(wait_of(post_password(Client(), "lan", REMOTE_ADDR=ELSEWHERE)))
        let_pass(wait)
        attack("lan", times=1)
    words = ("30 giây", "1 phút", "2 phút", "4 phút", "8 phút", "15 phút")
    assert all(word in sentence for word, sentence in zip(words, told, strict=True))

    let_pass(24 * 60 * 60)
    attack("lan", times=4)
    assert enters(Client(), "lan")


def test_of_attempts_at_one_moment_only_one_is_accepted_once_there_is_a_delay():
    attack("lan", times=5)
    let_pass(30)
    level = AttemptLevel.objects.order_by("-level").first()
    attack("lan", times=5)

    assert AttemptLevel.objects.get(pk=level.pk).level <= level.level + 1


def test_a_refused_attempt_makes_nobody_wait_longer():
    make_user("lan")
    attack("lan", times=20)
    let_pass(30)

    assert enters(Client(REMOTE_ADDR=OFFICE), "lan")


def test_a_known_device_has_the_account_s_limit_too():
    make_user("lan")
    browser = used_device("lan")
    attack("lan", times=10, client=browser)
    # Minutes, so that a slow machine does not wait them off.
    AttemptLevel.objects.update(level=9)

    assert "phút" in wait_of(post_password(browser, "lan"))
    assert "phút" in wait_of(post_password(browser, "lan@example.gov.vn"))


def test_guesses_on_a_known_device_do_not_stop_another_device_of_the_owner():
    make_user("lan")
    stolen, own = used_device("lan"), used_device("lan")
    attack("lan", times=9, client=stolen)

    assert enters(own, "lan")


def test_a_user_name_and_its_email_are_one_account_to_a_guesser():
    make_user("lan")
    attack("lan", times=3, address=ELSEWHERE)
    attack("lan@example.gov.vn", times=3, address=ELSEWHERE)
    assert AttemptLevel.objects.count() == 2  # of the account and of the network
    AttemptLevel.objects.update(level=9)

    assert "phút" in wait_of(post_password(Client(), "lan"))
    assert "phút" in wait_of(post_password(Client(), "lan@example.gov.vn"))


def copy_of(browser: Client) -> Client:
    """Return a thief's browser with the cookie of this one."""
    thief = Client(REMOTE_ADDR=ELSEWHERE)
    thief.cookies[devices.COOKIE] = browser.cookies[devices.COOKIE].value
    return thief


def test_a_copied_cookie_does_not_make_its_owner_wait():
    make_user("lan")
    browser = used_device("lan")
    thief = copy_of(browser)
    attack("lan", times=5, client=thief, address=ELSEWHERE)

    assert enters(browser, "lan")


def test_after_signing_in_the_owner_shares_no_count_with_a_copied_cookie():
    make_user("lan")
    browser = used_device("lan")
    thief = copy_of(browser)
    assert enters(browser, "lan")
    browser.post(reverse("account_logout"))
    attack("lan", times=40, client=thief, address=ELSEWHERE)

    assert not enters(thief, "lan")
    assert enters(browser, "lan")


def test_with_one_mark_for_ever_a_copied_cookie_would_stop_its_owner(monkeypatch):
    make_user("lan")
    monkeypatch.setattr(devices.secrets, "token_urlsafe", lambda _length: "ever-the-same")
    browser = used_device("lan")
    thief = copy_of(browser)
    assert enters(browser, "lan")
    browser.post(reverse("account_logout"))
    attack("lan", times=40, client=thief, address=ELSEWHERE)

    assert not enters(browser, "lan")


def test_a_known_device_that_is_counted_like_others_spends_the_attempts_of_unknown_ones():
    make_user("lan")
    attack("lan", times=10, client=used_device("lan"))

    assert not enters(Client(REMOTE_ADDR=ELSEWHERE), "lan")


def test_the_cookie_of_another_account_helps_nobody():
    make_user("lan")
    make_user("minh")
    browser = used_device("minh")
    attack("lan", times=5)
    attack(*[f"ai-do-{number}" for number in range(30)], times=30)

    assert not enters(browser, "lan")
    assert enters(browser, "minh")


def test_one_browser_is_known_to_all_who_signed_in_from_it():
    make_user("lan")
    make_user("minh")
    browser = used_device("minh")
    enters(browser, "lan")
    browser.post(reverse("account_logout"))
    attack("lan", "minh", times=40)

    assert enters(browser, "minh")
    browser.post(reverse("account_logout"))
    assert enters(browser, "lan")


@pytest.mark.parametrize("salt", ["accounts.device_marks", "another salt"])
def test_a_forged_cookie_helps_nobody(salt: str):
    user = make_user("lan")
    digest = devices._password_digest(user, "a guessed key")
    forged = signing.dumps([[user.pk, "x", digest]], key="a guessed key", salt=salt)
    attack("lan", times=5)
    for value in (forged, "", "x:y:z", f"[[{user.pk}]]"):
        client = Client()
        client.cookies[devices.COOKIE] = value
        assert not enters(client, "lan")


def test_a_cookie_signed_for_something_else_helps_nobody():
    user = make_user("lan")
    digest = devices._password_digest(user, "x")
    client = Client()
    client.cookies[devices.COOKIE] = signing.dumps([[user.pk, "x", digest]], salt="another salt")
    attack("lan", times=5)

    assert not enters(client, "lan")


def test_the_cookie_is_out_of_reach_of_scripts_and_survives_signing_out():
    make_user("lan")
    browser = used_device("lan")
    cookie = browser.cookies[devices.COOKIE]

    assert cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == devices.SECONDS


def test_another_password_takes_the_mark_from_all_devices():
    user = make_user("lan")
    browser = used_device("lan")
    user.set_password(NEW_PASSWORD)
    user.save()
    attack("lan", times=5)

    assert not enters(browser, "lan", NEW_PASSWORD)


def test_whoever_changes_the_password_stays_known_here_alone():
    make_enrolled_user("lan")
    here, there = Client(), Client()
    for number, client in enumerate((here, there)):
        User.objects.get(username="lan").authenticator_set.filter(type="totp").update(
            data={"secret": _encrypted()}
        )
        assert post_password(client, "lan").status_code == 302, number
        post_code(client, code_now())
        assert is_in(client)
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post(reverse("account_change_password"), form).status_code == 302
    attack("lan", times=5)
    for client in (here, there):
        client.post(reverse("account_logout"))

    assert not enters(there, "lan", NEW_PASSWORD)
    assert enters(here, "lan", NEW_PASSWORD)


def test_wrong_codes_elsewhere_do_not_stop_the_owner_s_device():
    make_enrolled_user("lan")
    browser = Client()
    post_password(browser, "lan")
    post_code(browser, code_now())
    assert is_in(browser)
    browser.post(reverse("account_logout"))
    User.objects.get(username="lan").authenticator_set.filter(type="totp").update(
        data={"secret": _encrypted()}
    )
    thief = Client(REMOTE_ADDR=ELSEWHERE)
    post_password(thief, "lan")
    for _number in range(9):
        post_code(thief, "000000")

    post_password(browser, "lan")
    post_code(browser, code_now())
    assert is_in(browser)
    assert "30 giây" in post_code(thief, "000000").context["form"].errors["code"][0]


def test_many_posts_from_one_address_give_no_page_of_refusal_to_the_office():
    make_user("lan")
    browser = used_device("lan")
    for _number in range(130):
        post_password(Client(), "lan", "sai", REMOTE_ADDR=OFFICE)

    assert enters(browser, "lan")


def test_levels_are_deleted_once_they_have_no_effect():
    from network.core.spam_guard.delays import forget_levels

    attack("lan", times=6)
    now = timezone.now()

    assert forget_levels(now=now) == 0
    assert forget_levels(now=now + dt.timedelta(hours=2)) == 2


def _encrypted() -> str:
    """Return the secret as stored anew, so that a code may be used a second time."""
    from allauth.mfa.utils import encrypt

    return encrypt(SECRET)
