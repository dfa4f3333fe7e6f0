"""A passkey as second factor, in a real browser with an authenticator made of software."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from network.accounts.models import User
from tests.factories.accounts import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page whose browser has a passkey store that always says yes."""
    context = chromium.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    store = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": store})
    yield page
    context.close()


def press(page: Any) -> None:
    """Press the first button; what is opened next must find the answer already there."""
    with page.expect_navigation():
        page.click("main button[type=submit]")


def type_password(page: Any, home: str) -> None:
    """Sign in with the password."""
    page.goto(f"{home}/tai-khoan/dang-nhap/?next=/tai-khoan/bao-mat/")
    page.fill("#id_login", "lan")
    page.fill("#id_password", PASSWORD)
    press(page)


def test_passkey_is_set_up_at_the_first_sign_in_and_opens_the_next(address: str, page: Any):
    make_user("lan")
    # Passkeys belong to a name; browsers take none for a bare address.
    home = address.replace("127.0.0.1", "localhost")
    type_password(page, home)
    page.goto(f"{home}/tai-khoan/bao-mat/khoa/them/")
    page.click("#passkey")
    page.wait_for_url("**/ma-du-phong/")
    assert User.objects.get().authenticator_set.filter(type="webauthn").count() == 1

    page.goto(f"{home}/tai-khoan/dang-xuat/")
    press(page)
    type_password(page, home)
    page.wait_for_url("**/nhap-ma/")
    page.click("#passkey")
    page.wait_for_url("**/bao-mat/")
    expect(page.locator("h1")).to_be_visible()


def test_passkey_proves_the_person_again(address: str, page: Any):
    make_user("lan")
    home = address.replace("127.0.0.1", "localhost")
    type_password(page, home)
    page.goto(f"{home}/tai-khoan/bao-mat/khoa/them/")
    page.click("#passkey")
    page.wait_for_url("**/ma-du-phong/")

    page.goto(f"{home}/tai-khoan/bao-mat/khoa/nhap-lai/?next=/tai-khoan/bao-mat/khoa/")
    page.click("#passkey")

    page.wait_for_url("**/bao-mat/khoa/")
