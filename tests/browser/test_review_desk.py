"""The screens of daily work on a cheap phone, on a desk, and without scripts."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from network.agencies.models import Role
from network.moderation.models import Decision, EditorialRules
from sites.models import ArticlePage
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of
from tests.factories.moderation import (
    Office,
    appraise,
    hand_in,
    make_draft,
    make_member,
    publish,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LONG = "Ủy ban nhân dân xã Đak Sơmei tuyên truyền phòng, chống tảo hôn, hôn nhân cận huyết thống"
# Everything that is pressed and is not a link within a sentence.
TARGETS = (
    ".desk .button, .desk-answers label, .desk summary, .desk-tabs button, .desk-hour input,"
    " .work-list a, .work-more"
)
SMALL_TEXT = """
() => [...document.querySelectorAll('.desk *, .work-list *')].filter(
  (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && element.getClientRects().length && parseFloat(getComputedStyle(element).fontSize) < 16
).map((element) => element.className + ': ' + element.textContent.trim().slice(0, 40))
"""

# How many lines the label of each button of the bar takes.
LINES = """
() => [
  ...document.querySelectorAll('.desk-buttons > .button, .desk-hour > .button')
].map((button) => {
  const label = document.createRange();
  label.selectNodeContents(button);
  return new Set([...label.getClientRects()].map((line) => Math.round(line.top))).size;
})
"""


@pytest.fixture
def office(office):
    EditorialRules.objects.create(agency=office.agency, urgent_allowed=True)
    return office


@pytest.fixture(scope="module")
def article_of_module(once, office_of_module):
    return once(_published_and_changed, office_of_module)


def _published_and_changed(office: Office) -> ArticlePage:
    article = publish(make_draft(office, title=LONG), office)
    article.summary = LONG
    article.save_revision(user=office.author)
    return hand_in(article, office.author)


@pytest.fixture
def seat(chromium, address: str) -> Iterator[Any]:
    """Return a function that seats a person at a screen of some width."""
    contexts = []

    def sit(person, width: int, **options):
        size = {"width": width, "height": 740}
        context = chromium.new_context(viewport=size, base_url=address, **options)
        contexts.append(context)
        cookie = signed_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        return context.new_page()

    yield sit
    for context in contexts:
        context.close()


def open_all(screen) -> None:
    """Show every tab and every folded part, as all of them are read and pressed."""
    screen.evaluate(
        """document.querySelectorAll("[role=tabpanel]").forEach((each) => { each.hidden = false; });
        document.querySelectorAll(".desk details").forEach((each) => { each.open = true; });"""
    )


def screens(article) -> list[str]:
    return ["/admin/", desk_of(article), "/admin/duyet/", "/admin/quyet-dinh/"]


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_screen_fits_and_can_be_read_and_pressed(seat, office, article, width):
    both = make_member(office.agency, Role.APPRAISER, Role.APPROVER)
    screen = seat(both, width)
    for path in screens(article):
        screen.goto(path)
        open_all(screen)
        assert screen.evaluate("document.documentElement.scrollWidth") <= width, path
        assert screen.evaluate(SMALL_TEXT) == [], path
        for target in screen.locator(TARGETS).all():
            box = target.bounding_box()
            # What is folded has no size.
            assert not box or not box["width"] or box["height"] >= 44, (path, target.inner_text())


def test_the_buttons_of_a_decision_keep_one_line_on_a_phone(seat, office, article):
    appraise(article, office.appraiser)
    screen = seat(office.approver, 360)
    screen.goto(desk_of(article))
    assert screen.evaluate(LINES) == [1, 1, 1]
    assert screen.evaluate("document.documentElement.scrollWidth") <= 360


def test_nothing_bars_who_cannot_see(seat, office, article):
    screen = seat(make_member(office.agency, Role.APPRAISER, Role.APPROVER), 1280)
    screen.goto(desk_of(article))
    found = Axe().run(screen, context=".desk", options={"iframes": False})
    assert found.violations_count == 0, found.generate_report()


def test_a_leader_approves_on_a_phone_without_scripts(seat, office, article):
    appraise(article, office.appraiser)
    screen = seat(office.approver, 360, java_script_enabled=False)
    screen.goto(desk_of(article))
    assert screen.get_by_role("link", name="Đọc bài như người dân sẽ thấy").is_visible()
    screen.get_by_role("button", name="Phê duyệt ngay").click()
    screen.wait_for_url("**/admin/")
    article.refresh_from_db()
    assert article.summary == LONG
    assert Decision.objects.filter(page_id=article.pk, deed="approved").count() == 2


def test_the_text_stands_beside_the_form_on_a_wide_screen(seat, office, article):
    screen = seat(office.appraiser, 1280)
    screen.goto(desk_of(article))
    screen.get_by_role("tab", name="Toàn bài").click()
    frame = screen.frame_locator(".desk-frame")
    frame.get_by_role("heading", level=1).wait_for()
    assert LONG in frame.locator("main").inner_text()
    narrow = seat(office.appraiser, 360)
    narrow.goto(desk_of(article))
    assert not narrow.locator(".desk-frame").is_visible()
