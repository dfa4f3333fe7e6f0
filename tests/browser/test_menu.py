"""The menu of the admin: every label whole, and written as Vietnamese writes."""

import pytest
from django.conf import settings
from django.test import Client

from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member, serve

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LABELS = ".menuitem-label"
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
    large = [text for text in labels.all_text_contents() if text != text.capitalize()]
    context.close()
    # A name, an abbreviation and a name again.
    assert [text for text in large if "PBGDPL" not in text and text != "Đào Hùng"] == []
