"""Pages already read are there without a network, until the network says that they are gone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from network.agencies.models import Role
from sites.models import LegalUpdatePage
from tests.browser.public_network import withdraw
from tests.browser.public_pages import PAGES
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ARTICLE, UPDATE = PAGES["article"].path, PAGES["legal update"].path
SAVED = "caches.open('pages').then(pages => pages.keys()).then(keys => keys.map(key => key.url))"

# The worker tells nobody what it has done: half a minute, as every other step has.
WAIT = f"""async ([address, is]) => {{
    for (let turn = 0; turn < 1200; turn += 1) {{
        if ((await {SAVED}).some(url => url.endsWith(address)) === is) return true;
        await new Promise(resolve => setTimeout(resolve, 25));
    }}
    return false;
}}"""


@pytest.fixture
def phone(chromium: Any, network: str) -> Iterator[Any]:
    """A phone's browser in which the service worker has begun its work."""
    context = chromium.new_context(
        base_url=network,
        viewport={"width": 360, "height": 800},
        timezone_id=settings.TIME_ZONE,
    )
    phone = context.new_page()
    phone.goto("/")
    saved(phone, "/")
    yield phone
    context.close()


def saved(phone: Any, path: str, *, is_saved: bool = True) -> None:
    """Wait until the page at `path` is saved, or no longer is."""
    assert phone.evaluate(WAIT, [phone.url.split("/", 3)[2] + path, is_saved]), path


def test_a_page_that_was_read_is_there_without_a_network(phone):
    phone.goto(ARTICLE)
    saved(phone, ARTICLE)
    colour = phone.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor")
    phone.context.set_offline(True)
    phone.goto(f"{ARTICLE}?utm_source=zalo")
    expect(phone.locator(".saved-note")).to_contain_text(f"{timezone.localdate():%d/%m/%Y}")
    assert colour == phone.evaluate(
        "getComputedStyle(document.querySelector('header')).backgroundColor"
    )
    phone.goto("/van-ban/")
    expect(phone.locator(".saved-note")).to_be_visible()
    phone.locator(f"[data-saved] a[href$='{ARTICLE}']").click()
    phone.wait_for_url(f"**{ARTICLE}")
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.locator(".saved-note")).to_have_count(0)


def test_what_was_withdrawn_goes_as_soon_as_there_is_a_network(phone):
    phone.goto(UPDATE)
    saved(phone, UPDATE)
    phone.context.set_offline(True)
    phone.goto("/")
    withdraw(LegalUpdatePage.objects.get())
    phone.context.set_offline(False)
    saved(phone, UPDATE, is_saved=False)
    assert phone.goto(UPDATE).status == 410
    phone.context.set_offline(True)
    phone.goto(UPDATE)
    expect(phone.locator("[data-saved]")).to_have_count(1)


def test_nothing_of_an_officer_and_no_form_is_saved(phone, network):
    keeper = make_member(make_agency("Sở Tư pháp"), Role.NETWORK_ADMIN)
    cookie = signed_in(Client(), keeper).cookies["sessionid"].value
    phone.goto(PAGES["sign in"].path)
    phone.goto(PAGES["search"].path)
    phone.context.add_cookies([{"name": "sessionid", "value": cookie, "url": network}])
    for path in ("/admin/", ARTICLE, PAGES["agency home"].path):
        phone.goto(path)
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate(SAVED) == [f"{network}/"]
