"""Every screen of the admin, as everybody sees it, is Vietnamese."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from network.agencies.guard.rules import rule_of
from tests.factories.accounts import signed_in
from tests.tenancy.admin_urls import admin_addresses
from tests.tenancy.conftest import PERSONAS, Cast
from tests.tenancy.forms import forms_of
from tests.tenancy.parts import Address
from tests.words.english import english_texts, english_words
from tests.words.texts import texts_of, texts_of_html

# Whose screens are asked for first: what opened for them is not asked for again.
FIRST = ("agency_admin", "network_admin")
# What differs by who looks at it.
PERSONAL = {
    *("wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_explore"),
    *("wagtailadmin_pages:edit", "moderation:desk", "wagtailadmin_pages:history"),
}
# Programs talk to these; what they refuse is shown to nobody.
OF_PROGRAMS = ("wagtailadmin_api:", "wagtaildocs:add_multiple", "wagtailimages:add_multiple")
# What a form counts its rows with.
COUNTING = ("_FORMS", "-count", "-order", "-type", "-deleted", "-id", "-ORDER")


class Reading:
    """One person reads screen by screen; `texts` holds all they have read, with the address."""

    def __init__(self, client: Client, cast: Cast, persona: str) -> None:
        self.client, self.persona = client, persona
        client.logout()
        if user := cast.people[persona]:
            signed_in(client, user)
        self.cookies = {key: morsel.value for key, morsel in client.cookies.items()}
        self.texts: dict[str, str] = {}

    def read(self, address: Address, data: Any = None) -> Any:
        """Ask for an address, or post `data` there and take back what came of it."""
        if data is None:
            response = self.client.get(address.url)
        else:
            with transaction.atomic():
                response = self.client.post(address.url, data, follow=True)
                transaction.set_rollback(True)
        # Signing out is one of the addresses.
        self.client.cookies.clear()
        for key, value in self.cookies.items():
            self.client.cookies[key] = value
        if response.status_code < 400 or not address.name.startswith(OF_PROGRAMS):
            for text in texts_of(response):
                self.texts.setdefault(text, f"{self.persona} {address.url}")
        return response

    def english(self) -> list[str]:
        """Return what is not Vietnamese, and where it stands."""
        return [
            f"{found} ({self.texts[text]})"
            for text in self.texts
            for found in english_texts([text])
        ]


def may_open(address: Address, persona: str) -> bool:
    """Return whether the guard would let the persona in; what needs no guard opens for all."""
    rule = rule_of(address.name)
    return rule is None or persona in {role.value for role in rule.audience.value}


def posted(address: Address, html: bytes) -> Iterator[tuple[Address, Any]]:
    """Yield the forms of a screen: as they stand, and with nothing filled in."""
    for where, fields, _relations in forms_of(address.url, html):
        target = Address(address.name, where, address.route)
        yield target, fields.copy()
        for name in fields:
            if not name.endswith(COUNTING):
                fields[name] = ""
        yield target, fields


@pytest.fixture
def addresses(cast: Cast) -> list[Address]:
    """Every address of the own house, but for the way out."""
    return [each for each in admin_addresses(cast.own) if each.name != "wagtailadmin_logout"]


@pytest.fixture
def forgiving(client: Client) -> Client:
    """A client that reads the page of an error, too."""
    client.raise_request_exception = False
    return client


def test_every_screen_of_every_role_is_vietnamese(forgiving, cast, addresses):
    opened: set[str] = set()
    found: list[str] = []
    for persona in sorted(PERSONAS, key=lambda name: name not in FIRST):
        reading = Reading(forgiving, cast, persona)
        for address in addresses:
            new = address.url not in opened or address.name in PERSONAL
            if not (new and may_open(address, persona)):
                continue
            if reading.read(address).status_code == 200:
                opened.add(address.url)
        found += reading.english()
    assert len(opened) > 150
    assert "\n".join(sorted(set(found))) == ""


@pytest.mark.parametrize("persona", FIRST)
def test_what_forms_answer_is_vietnamese(forgiving, cast, addresses, persona):
    reading = Reading(forgiving, cast, persona)
    seen: set[str] = set()
    for address in addresses:
        if address.name in seen or not may_open(address, persona):
            continue
        response = reading.client.get(address.url)
        if response.status_code == 200 and not response.streaming:
            seen.add(address.name)
            for target, fields in posted(address, response.content):
                reading.read(target, fields)
    assert len(reading.texts) > 500
    assert "\n".join(sorted(reading.english())) == ""


def test_an_english_entry_of_the_menu_is_found(client, cast):
    def add_entry(request: Any, items: list[MenuItem]) -> None:
        items.append(MenuItem("Archive", "/"))

    home = Address("wagtailadmin_home", reverse("wagtailadmin_home"), "")
    with hooks.register_temporarily("construct_main_menu", add_entry):
        reading = Reading(client, cast, "author")
        reading.read(home)
    assert reading.english() == [f"Archive: Archive (author {home.url})"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Save draft</p>",
        '<button aria-label="Toggle sidebar"></button>',
        '<input placeholder="Search…">',
        '<input type="submit" value="Search">',
        """<div data-props='{"label": "Comments"}'></div>""",
        '<script type="application/json">{"items": [{"text": "Choose a page"}]}</script>',
        '<div data-w-tooltip-content-value="Sort by title"></div>',
        "<td>May</td>",
        "<p>Đã lưu trang “Bài” successfully.</p>",
    ],
)
def test_english_is_found_wherever_it_stands(html):
    assert list(english_texts(texts_of_html(html)))


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định 100/2019/NĐ-CP ngày 30/12/2019",
        "Chỉ nhận tệp PDF, tối đa 10 MB; xem https://example.vn/a-page",
        "Đắk Lắk, Quy Nhơn, Pleiku",
    ],
)
def test_vietnamese_is_left_alone(text):
    assert english_words(text) == []
