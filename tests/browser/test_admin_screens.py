"""What axe finds wrong with the admin screens that each role can open."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from network.agencies.models import Role
from tests.browser.editing import DESK, PHONE
from tests.browser.public_pages import ACCUSED, AXE
from tests.factories.accounts import signed_in
from tests.tenancy.admin_urls import admin_addresses
from tests.tenancy.conftest import House, built, cast, plain_refusals  # noqa: F401
from tests.tenancy.crawl import LEAVING

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.drill]

# What a screen is made of: axe finds the same faults where there is nothing new.
ELEMENT = re.compile(r"<[a-z][a-z0-9-]*|\b(?:class|role|type)=\"[^\"]*\"")
# What is folded or behind a tab is read by people, too.
UNFOLD = """() => {
    document.querySelectorAll("details").forEach((each) => { each.open = true; });
    document.querySelectorAll("[role=tabpanel]").forEach((each) => { each.hidden = false; });
}"""
# Messages fade in: colours are judged when they are at rest.
REST = """() => document.getAnimations().forEach((each) => {
    if (Number.isFinite(each.effect.getComputedTiming().endTime)) each.finish();
})"""
# The text of a page in a frame is a public page, which test_public_pages.py judges.
OPTIONS = {"iframes": False}


class Tried:
    """The screens and elements that were tried for a role before."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.elements: set[str] = set()

    def screens(self, client: Client, house: House) -> Iterator[tuple[str, str]]:
        """Yield (name, address) of the screens that are new, or have an element that is."""
        for address in admin_addresses(house):
            answer = client.get(address.url) if address.name != LEAVING else None
            if answer is None or answer.status_code != 200 or answer.streaming:
                continue
            is_screen = "text/html" in answer.headers.get("Content-Type", "")
            page = answer.content.decode() if is_screen else ""
            elements = set(ELEMENT.findall(page))
            is_new = address.name not in self.names or elements - self.elements
            if "<html" in page and is_new:
                self.names.add(address.name)
                self.elements |= elements
                yield address.name, address.url


@pytest.fixture(scope="module")
def tried() -> Tried:
    """What was tried already, for whichever role."""
    return Tried()


def faults_of(screen: Any) -> Iterator[str]:
    """Yield what axe finds on the open screen at a desk and on a phone."""
    screen.evaluate(AXE)
    screen.evaluate(UNFOLD)
    for size in (DESK, PHONE):
        screen.set_viewport_size(size)
        screen.evaluate(REST)
        yield from (f"{size['width']} {fault}" for fault in screen.evaluate(ACCUSED, OPTIONS))


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_axe_finds_nothing_on_any_screen_of_a_role(seat, cast, plain_refusals, tried, role):  # noqa: F811
    client = signed_in(Client(raise_request_exception=False), cast.people[role])
    screen = seat(cast.people[role], DESK)
    found: dict[str, str] = {}
    # First all answers, then all screens: the server shares the test's connection.
    screens = list(tried.screens(client, cast.own))
    for name, url in screens:
        screen.goto(url, wait_until="load")
        for fault in faults_of(screen):
            found.setdefault(fault, f"{name} {url}")
    print(f"{role}: {len(screens)} screens")  # noqa: T201
    assert "\n".join(f"{place}: {fault}" for fault, place in found.items()) == ""
