"""Buttons of the editor pressed while the server is away: one sentence, no reload afterwards."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.editing import PHONE, open_editor
from tests.browser.test_keyboard import IS_KEPT
from tests.factories.moderation import make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NOTE = ".server-away:popover-open"
SENTENCE = "Máy chủ không trả lời, nhưng bài bạn viết vẫn còn nguyên trên trang này"
TEXT = "Nộp đơn ở xã."
TYPED = "Nộp đơn ở xã trước ngày 30."
DOCUMENT = "Chọn tài liệu"
CHOOSER = ".modal-content"
EDITOR = "[data-contentpath=body] [contenteditable=true]"


@pytest.fixture
def screen(seat, office):
    """The editor of a draft whose text has no formatted text yet, on a phone."""
    draft = make_draft(office, body=[("heading", {"text": "Ai được hỗ trợ?"})])
    found = seat(office.author, PHONE)
    open_editor(found, draft)
    return found


def press(screen: Any, name: str) -> None:
    """Press the first button with this name."""
    screen.get_by_role("button", name=name).first.click()


def add_block(screen: Any, name: str) -> None:
    """Add a block at the end of the text."""
    screen.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    screen.get_by_role("option", name=name, exact=True).click()


def close_chooser(screen: Any) -> None:
    screen.locator(f"{CHOOSER} [data-dismiss=modal]").click()
    screen.locator(CHOOSER).wait_for(state="detached")


def wait_until_back(screen: Any) -> None:
    """Wait until the page has noticed that the server answers."""
    screen.locator(NOTE).wait_for(state="detached")


def test_a_chooser_says_that_the_server_is_away_and_opens_when_it_is_back(screen, server):
    add_block(screen, "Tệp")
    for name in ("Chọn hình ảnh", DOCUMENT):
        server.stop()
        screen.locator("[name=summary]").fill(TYPED)
        press(screen, name)
        expect(screen.locator(NOTE)).to_contain_text(SENTENCE)
        server.start()
        press(screen, name)
        screen.locator(CHOOSER).wait_for()
        close_chooser(screen)
        wait_until_back(screen)
    expect(screen.locator("[name=summary]")).to_have_value(TYPED)


def test_a_search_in_an_open_chooser_says_so_above_it(screen, server):
    press(screen, "Chọn hình ảnh")
    search = screen.locator(f"{CHOOSER} [name=q]")
    search.wait_for()
    server.stop()
    search.fill("lũ")
    expect(screen.locator(NOTE)).to_contain_text(SENTENCE)
    server.start()
    with screen.expect_response(lambda answer: "q=nh" in answer.url and answer.ok):
        search.fill("nhà")


def test_a_block_of_text_is_whole_as_soon_as_the_server_is_back(screen, server):
    server.stop()
    add_block(screen, "Đoạn văn")
    expect(screen.locator(NOTE)).to_contain_text(SENTENCE)
    server.start()
    wait_until_back(screen)
    screen.locator(EDITOR).fill(TEXT)
    screen.wait_for_function(IS_KEPT, arg=TEXT)
    expect(screen.locator("[name=body-count]")).to_have_value("2")
    with screen.expect_event("load"):
        press(screen, "Lưu bản nháp")
    expect(screen.locator(EDITOR)).to_have_text(TEXT)


def test_the_search_for_screens_says_so(screen, server):
    server.stop()
    screen.locator("[name=summary]").press("Control+k")
    expect(screen.locator(NOTE)).to_contain_text(SENTENCE)
    server.start()
    screen.locator("[name=summary]").press("Control+k")
    screen.locator(".screen-dialog input").wait_for()
