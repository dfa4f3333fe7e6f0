"""What the editor's scripts show is Vietnamese: toolbar, blocks, choosers, comments, days."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext
from playwright.sync_api import expect

from tests.factories.accounts import signed_in
from tests.factories.moderation import make_office
from tests.words.english import english_texts

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WORDS_ON_SCREEN = """() => {
  const found = [document.title];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const around = texts.currentNode.parentElement;
    if (around.checkVisibility() && !around.closest("script, style, noscript"))
      found.push(texts.currentNode.textContent.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "aria-roledescription"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (element.checkVisibility()) found.push(element.getAttribute(name));
  return found;
}"""


@pytest.fixture
def editor(chromium, address: str) -> Iterator[Any]:
    """The editor of a new article, opened by its author, with a paragraph that is selected."""
    office = make_office()
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    cookie = signed_in(Client(), office.author).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    screen = context.new_page()
    place = office.home.get_children().get(slug="tin-tuc")
    screen.goto(f"/admin/pages/add/agency_sites/articlepage/{place.pk}/")
    yield screen
    context.close()


def english(screen: Any) -> list[str]:
    return list(english_texts([text for text in screen.evaluate(WORDS_ON_SCREEN) if text]))


def test_blocks_text_links_and_pictures(editor):
    editor.locator(".c-sf-add-button").first.click()
    assert english(editor) == []
    editor.get_by_role("option", name="Đoạn văn").click()
    text = editor.locator(".public-DraftEditor-content")
    text.fill("Điều người dân cần biết")
    text.press("Control+a")
    editor.locator(".Draftail-ToolbarButton[name=LINK]").click()
    for kind in ("Liên kết ra ngoài", "Liên kết email", "Liên kết số điện thoại"):
        editor.locator(".modal").get_by_role("link", name=kind).click()
        editor.locator(".modal .link-types b", has_text=kind).wait_for()
        assert english(editor) == []
    editor.locator(".modal .close").click()
    editor.get_by_role("button", name="Chọn hình ảnh").first.click()
    editor.locator(".modal").get_by_role("tab", name="Tải lên").click()
    assert english(editor) == []
    # The dialog came after the page, and its field for files speaks Vietnamese all the same.
    field = editor.locator(".modal .file-field")
    expect(field.locator(".file-field__button")).to_have_text(gettext("Choose a file"))
    expect(field.get_by_role("status")).to_have_text(gettext("No file chosen"))
    chosen = {"name": "Hộ tịch.png", "mimeType": "image/png", "buffer": b""}
    field.locator("input").set_input_files(chosen)
    expect(field.get_by_role("status")).to_have_text("Hộ tịch.png")


def test_days_comments_checks_and_keys(editor):
    editor.locator("[name=date]").click()
    editor.locator(".xdsoft_datetimepicker", has_text="CN").locator("visible=true").first.wait_for()
    assert english(editor) == []
    for panel in ("status", "comments", "checks"):
        toggle = editor.locator(f"[data-side-panel-toggle={panel}]")
        if toggle.count():
            toggle.click()
            assert english(editor) == []
    editor.keyboard.press("Escape")
    editor.locator("body").evaluate("() => document.activeElement.blur()")
    editor.keyboard.press("?")
    editor.locator("#keyboard-shortcuts-dialog").get_by_text("Phím tắt").first.wait_for()
    assert english(editor) == []
