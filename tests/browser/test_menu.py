"""The menu of the admin: every label whole, and written as Vietnamese writes."""

import re

import pytest
from django.conf import settings
from django.test import Client

from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member, serve

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LABELS = ".menuitem-label"
NAMES = re.compile("Đào Hùng|PBGDPL|Sở Tư pháp")
CUT = """
(labels) => labels.filter((label) => label.scrollWidth > label.clientWidth
  || getComputedStyle(label).overflow !== 'visible').map((label) => label.textContent)
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_no_label_is_cut_nor_begins_every_word_large(chromium, address, width):
    agency = make_agency()
    person = make_member(agency, Role.NETWORK_ADMIN, name="Đào Hùng")
    for role in (Role.OVERSEER, Role.AGENCY_ADMIN):
        serve(person, agency, role)
    context = chromium.new_context(
        viewport={"width": width, "height": 740}, base_url=address, reduced_motion="reduce"
    )
    cookie = signed_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    screen = context.new_page()
    screen.goto("/admin/", wait_until="networkidle")
    screen.locator(LABELS).first.wait_for(state="attached")
    if width == 360:
        screen.locator(".sidebar-nav-toggle").click()
    labels = screen.locator(LABELS)
    assert labels.count() > 20
    assert labels.evaluate_all(CUT) == []
    texts = labels.all_text_contents()
    context.close()
    assert [text for text in texts if without_names(text) != text.capitalize()] == []


def without_names(text: str) -> str:
    """Write the names in a label small, but for its first letter."""
    return text[:1] + NAMES.sub(lambda name: name[0].lower(), text)[1:]
