"""An article from the start page to "hand in", by the keyboard alone."""

from typing import Any

import pytest

from network.moderation.models import Decision
from network.moderation.revisions import newest_revision
from sites.models import ArticlePage
from tests.browser.editing import IS_WATCHING, TITLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SUMMARY = "Mỗi hộ mất nhà được 60 triệu đồng."
TEXT = "Nộp đơn ở xã trước ngày 30."
# Of the whole article, with the links that lead past the menu: 69, and some more where the editor
# still shows that it saves.
MOST_STOPS = 75
IS_KEPT = """text => {
  const fields = document.querySelectorAll("[data-contentpath=body] input[type=hidden]");
  return [...fields].some(each => each.value.includes(text));
}"""
BLOCK = "[data-contentpath=body] [contenteditable=true]"
FITS = "selector => document.activeElement.matches(selector)"
NAME = "document.activeElement.outerHTML.slice(0, 300)"


def step_to(screen: Any, selector: str) -> int:
    """Press Tab until an element that fits has the focus, and return how often."""
    for step in range(1, MOST_STOPS):
        screen.keyboard.press("Tab")
        if screen.evaluate(FITS, selector):
            return step
    pytest.fail(f"Tab does not come to {selector}, but to {screen.evaluate(NAME)}")


def type_into(screen: Any, selector: str, words: str) -> int:
    """Go to a field by Tab and type into it; return the number of stops."""
    steps = step_to(screen, selector)
    screen.keyboard.type(words)
    return steps


def skip_menu(screen: Any) -> int:
    """Follow the link that leads past the menu, the first stop of a page."""
    steps = step_to(screen, ".skiplink")
    screen.keyboard.press("Enter")
    return steps


def test_an_article_is_written_and_handed_in_by_keys_alone(seat, office):
    office.author.first_name, office.author.last_name = "H'Nga", "Rơ Châm"
    office.author.save()
    screen = seat(office.author)
    screen.goto("/admin/")
    screen.locator(".start-write a").first.wait_for()
    stops = skip_menu(screen) + step_to(screen, ".start-write a")
    with screen.expect_navigation():
        screen.keyboard.press("Enter")
    screen.wait_for_function(IS_WATCHING)
    stops += skip_menu(screen) + type_into(screen, "[name=title]", TITLE)
    stops += type_into(screen, "[name=summary]", SUMMARY)
    stops += step_to(screen, "[data-contentpath=body] .c-sf-add-button")
    screen.keyboard.press("Enter")
    stops += type_into(screen, "[role=combobox]", "Đoạn văn")
    screen.keyboard.press("Enter")
    screen.locator(BLOCK).first.wait_for()
    # The editor takes the focus a moment after it is shown.
    screen.wait_for_function(FITS, arg=BLOCK)
    screen.keyboard.type(TEXT)
    # It hands the text to its field a quarter of a second later.
    screen.wait_for_function(IS_KEPT, arg=TEXT)
    stops += step_to(screen, "[name=action-submit]")
    with screen.expect_event("load"):
        screen.keyboard.press("Enter")
    page = ArticlePage.objects.get(title=TITLE)
    assert Decision.objects.filter(page_id=page.pk, deed="submitted").exists()
    written = newest_revision(page.pk).as_object()
    assert (written.summary, TEXT in str(written.body)) == (SUMMARY, True)
    print(f"{stops} stops")  # noqa: T201
    assert stops <= MOST_STOPS
