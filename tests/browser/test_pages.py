"""What citizens do on public pages in a real browser: by keyboard, and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.public_pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_skip_link_is_the_first_stop_of_the_keyboard(tab):
    tab.goto(PAGES["article"].path)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip-link"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"


def test_everything_works_without_javascript(chromium, network):
    context = chromium.new_context(
        base_url=network, java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    tab = context.new_page()
    tab.goto("/")
    tab.locator("header summary").click()
    tab.locator("header details nav a[href='/co-quan/']").click()
    tab.locator("main a[href='/so-y-te/']").click()
    tab.locator("main details.section-menu summary").click()
    tab.locator("main details.section-menu a[href='/so-y-te/hoi-dap/']").click()
    tab.locator("nav.pages a[rel=next]").click()
    assert "trang=2" in tab.url
    tab.goto("/")
    tab.locator("#front-search").fill("dat dai")
    tab.locator("#front-search").press("Enter")
    assert tab.locator("main .entries li").count() > 0
    context.close()


def test_suggestions_are_taken_by_the_keyboard(tab):
    tab.goto(PAGES["search"].path)
    field = tab.locator("#page-search")
    field.fill("sở y")
    field.press("Home")
    field.press("End")
    tab.locator("#page-search-suggestions li").first.wait_for()
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "page-search-suggestions-0"
    field.press("Enter")
    tab.wait_for_url("**/so-y-te/")


def test_video_contacts_nobody_until_it_is_opened(tab):
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(PAGES["article"].path)
    tab.locator(".video").scroll_into_view_if_needed()
    tab.wait_for_load_state("networkidle")
    assert not [url for url in asked if "youtube" in url]
    with tab.expect_request("https://www.youtube-nocookie.com/embed/abcdefghijk"):
        tab.locator(".video summary").click()


def test_page_stays_light(tab):
    sizes: dict[str, int] = {}
    tab.on("response", lambda response: sizes.update({response.url: len(response.body())}))
    tab.goto(PAGES["hub"].path)
    tab.wait_for_load_state("networkidle")
    assert sum(sizes.values()) <= 150_000
    assert max(size for url, size in sizes.items() if "/static/" in url) <= 30_000
