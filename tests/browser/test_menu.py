"""The menu of the admin: whole labels, few entries, counts, and the search for screens."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.desk import press as decide
from tests.factories.directives import make_directive, make_overseer
from tests.factories.moderation import hand_in, make_draft, make_office
from tests.factories.people import make_agency, make_member, serve

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LABELS = ".menuitem-label"
NAMES = re.compile("Đào Hùng|PBGDPL|Sở Tư pháp")
CUT = """
(labels) => labels.filter((label) => label.scrollWidth > label.clientWidth
  || getComputedStyle(label).overflow !== 'visible').map((label) => label.textContent)
"""
SHOWN = ".screen-dialog li:not([hidden]) b"


def opened(chromium, address, person, width=1280):
    context = chromium.new_context(
        viewport={"width": width, "height": 740}, base_url=address, reduced_motion="reduce"
    )
    cookie = signed_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    screen = context.new_page()
    screen.goto("/admin/", wait_until="networkidle")
    screen.locator(LABELS).first.wait_for(state="attached")
    return screen


@pytest.mark.parametrize("width", [360, 1280])
def test_no_label_is_cut_nor_begins_every_word_large(chromium, address, width):
    agency = make_agency()
    person = make_member(agency, Role.NETWORK_ADMIN, name="Đào Hùng")
    for role in (Role.OVERSEER, Role.AGENCY_ADMIN):
        serve(person, agency, role)
    screen = opened(chromium, address, person, width)
    if width == 360:
        screen.locator(".sidebar-nav-toggle").click()
    labels = screen.locator(LABELS)
    assert labels.count() > 20
    assert labels.evaluate_all(CUT) == []
    texts = labels.all_text_contents()
    screen.context.close()
    assert [text for text in texts if without_names(text) != text.capitalize()] == []


def test_the_menu_shows_what_waits_and_a_key_finds_screens_by_everyday_words(chromium, address):
    office = make_office("YTE")
    hand_in(make_draft(office), office.author)
    make_directive(make_overseer(office.agency), office.agency, number="1510/STP-PBGDPL")
    screen = opened(chromium, address, office.appraiser)
    screen.locator("[data-entry=waiting][data-count='1']").wait_for()
    screen.locator("[data-wagtail-sidebar] [role=search] input").press("m")
    expect(screen.locator(".screen-dialog input")).to_have_value("m")
    screen.keyboard.press("Escape")
    screen.keyboard.press("Control+k")
    for typed, first in (("mat khau", "Tài khoản của bạn"), ("FANPAGE", "Trang mạng xã hội")):
        screen.locator(".screen-dialog input").fill(typed)
        assert screen.locator(SHOWN).first.text_content() == first
    screen.locator(".screen-dialog input").fill("1510/")
    directive = screen.locator(".screen-dialog [data-found] b")
    expect(directive).to_have_text("Công văn 1510/STP-PBGDPL")
    screen.locator(".screen-dialog input").fill("cho duyet")
    screen.keyboard.press("ArrowDown")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    assert "/admin/duyet/" in screen.url
    screen.context.close()


def test_the_count_of_the_menu_follows_the_own_decision(chromium, address):
    office = make_office("YTE")
    article = hand_in(make_draft(office), office.author)
    screen = opened(chromium, address, office.appraiser)
    waiting = screen.locator("[data-entry=waiting]")
    expect(waiting).to_have_attribute("data-count", "1")
    screen.goto(f"/admin/duyet/{article.pk}/")
    screen.locator("[name=comment]").first.fill("Ghi rõ nơi nộp đơn.")
    # An answer about the counts that comes after the form was sent is not kept.
    screen.evaluate(
        "document.addEventListener('submit', () => sessionStorage.setItem("
        "'menu-counts', JSON.stringify({at: Date.now(), found: {waiting: 1}})))"
    )
    with screen.expect_navigation():
        screen.locator("button[name=move][value=return]").click()
    screen.wait_for_load_state("networkidle")
    expect(waiting).not_to_have_attribute("data-count", "1")
    screen.context.close()


def test_a_tab_says_on_which_screen_of_the_entry_the_tasks_are(chromium, address):
    office = make_office("YTE")
    article = hand_in(make_draft(office), office.author)
    decide(signed_in(Client(), office.appraiser), article, "return", comment="Ghi rõ nơi nộp đơn.")
    screen = opened(chromium, address, office.author)
    expect(screen.locator("[data-entry=pages]")).to_have_attribute("data-count", "1")
    screen.goto(reverse("moderation:drafts"))
    counted = screen.locator(".screen-tabs [data-count]")
    expect(counted).to_have_attribute("data-count", "1")
    assert counted.inner_text() == "Bài cần sửa"
    screen.context.close()


def without_names(text: str) -> str:
    """Write the names in a label small, but for its first letter."""
    return text[:1] + NAMES.sub(lambda name: name[0].lower(), text)[1:]
