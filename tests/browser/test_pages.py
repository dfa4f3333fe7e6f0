"""What citizens do on public pages in a real browser: by keyboard, and without JavaScript."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.public_pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Whether whoever has the focus is seen to have it, and whether it is the one that is meant.
STOP = """selector => {
    const stop = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(stop);
    const { width, top, bottom } = stop.getBoundingClientRect();
    const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return [
        stop !== document.body && seen && width > 0 && bottom > 0 && top < innerHeight,
        stop.matches(selector),
    ];
}"""


def test_skip_link_is_the_first_stop_of_the_keyboard(tab):
    tab.goto(PAGES["article"].path)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip-link"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    tab.keyboard.press("Enter")
    expect(tab.locator("#content")).to_be_focused()


def test_everything_works_without_javascript(chromium, network):
    context = chromium.new_context(
        base_url=network, java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    tab = context.new_page()
    tab.goto("/")
    tab.locator("header summary").click()
    tab.locator("header details nav a[href='/co-quan/']").click()
    tab.locator("main a[href='/so-y-te/']").click()
    tab.locator(".section-menu summary").click()
    tab.locator(".section-menu details a[href='/so-y-te/hoi-dap/']").click()
    tab.locator("nav.pages a[rel=next]").click()
    tab.wait_for_url("**trang=2*")
    tab.goto("/")
    tab.locator("#front-search").fill("dat dai")
    tab.locator("#front-search").press("Enter")
    tab.locator("main .entries li").first.wait_for()
    tab.goto("/van-ban/")
    tab.locator("#document-search").fill("653/2019")
    tab.locator("#document-search").press("Enter")
    expect(tab.locator("main .entries li")).to_have_count(2)
    context.close()


def step_to(tab: Any, selector: str) -> None:
    """Press Tab until an element that fits has the focus; every stop on the way must be seen."""
    for _step in range(80):
        tab.keyboard.press("Tab")
        seen, fits = tab.evaluate(STOP, selector)
        assert seen, tab.evaluate("document.activeElement.outerHTML")
        if fits:
            return
    pytest.fail(f"the keyboard does not come to {selector}")


def test_the_whole_way_by_keyboard(tab):
    tab.set_viewport_size({"width": 360, "height": 800})
    press = tab.keyboard.press
    tab.goto("/")
    step_to(tab, ".phone-menu summary")
    press("Enter")
    step_to(tab, ".phone-menu a[href='/toi-can/']")
    press("Enter")
    tab.wait_for_url("**/toi-can/")
    step_to(tab, ".header-sign[href='/tim-kiem/']")
    press("Enter")
    tab.wait_for_url("**/tim-kiem/")
    step_to(tab, "#page-search")
    # At once: what is typed slowly is asked for twice, and the second answer opens the list again.
    tab.keyboard.insert_text("tranh chấp")
    tab.locator("#page-search-suggestions li").first.wait_for()
    press("ArrowDown")
    press("Escape")
    expect(tab.locator("#page-search-suggestions")).to_be_hidden()
    assert tab.evaluate(STOP, "#page-search") == [True, True]
    press("Enter")
    tab.wait_for_url("**q=tranh*")
    step_to(tab, ".answers a[href*='/hoi-dap/']")
    press("Enter")
    tab.wait_for_url("**/so-y-te/hoi-dap/*/")
    first = tab.url
    step_to(tab, ".neighbours a")
    press("Enter")
    tab.wait_for_url(lambda url: url != first)
    tab.go_back()
    tab.goto("/van-ban/")
    step_to(tab, "#document-search")
    tab.keyboard.type("653/2019")
    press("Enter")
    tab.wait_for_url("**q=653*")
    expect(tab.locator("main .entries li")).to_have_count(2)


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
    expect(field).to_have_attribute("aria-activedescendant", "page-search-suggestions-0")
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
