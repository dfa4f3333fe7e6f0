"""A session ends while somebody writes: the sign-in opens in the page, nothing typed is lost."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from network.moderation.models import Decision
from network.moderation.revisions import newest_revision
from tests.browser.editing import (
    DESK,
    DIALOG,
    PHONE,
    SAVED,
    end_sessions,
    lend_session,
    open_editor,
    sign_in_here,
)
from tests.factories.moderation import hand_in, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db]
TEXT = "Mỗi hộ mất nhà được 60 triệu đồng, nộp đơn ở xã."


@pytest.fixture
def draft(office):
    return make_draft(office)


def saved_summary(page) -> str:
    return newest_revision(page.pk).content["summary"]


def is_sent_with(text: str, answer) -> bool:
    """Return whether the request of this response carried `text`."""
    return text.encode() in (answer.request.post_data_buffer or b"")


def test_what_the_editor_saves_by_itself_is_saved_after_signing_in_again(seat, office, draft):
    screen = seat(office.author)
    open_editor(screen, draft)
    end_sessions()
    screen.locator("[name=summary]").fill(TEXT)
    screen.locator(DIALOG).wait_for()
    assert screen.locator("[name=summary]").input_value() == TEXT
    with screen.expect_response(lambda answer: "/edit/" in answer.url and answer.ok):
        sign_in_here(screen)
    assert saved_summary(draft) == TEXT


def test_a_pressed_button_does_its_work_after_signing_in_again(seat, office, draft):
    screen = seat(office.author)
    open_editor(screen, draft)
    end_sessions()
    screen.locator("[name=summary]").fill(TEXT)
    screen.locator("[name=action-submit]").click()
    screen.locator(DIALOG).wait_for()
    with screen.expect_navigation():
        sign_in_here(screen)
    assert saved_summary(draft) == TEXT
    assert Decision.objects.get(page_id=draft.pk).deed == "submitted"


def test_the_editor_goes_on_saving_after_a_chooser_has_taken_its_form(seat, office, draft):
    screen = seat(office.author)
    open_editor(screen, draft)
    screen.locator("[name=title]").fill("Mưa lũ ở Krông Pa")
    screen.get_by_role("button", name="Chọn hình ảnh").click()
    chooser = screen.locator(".modal-content")
    chooser.locator("#tab-label-upload").click()
    chooser.locator("form[enctype] [type=submit]").click()
    chooser.locator(".error-message:visible, .w-field__errors .icon:visible").first.wait_for()
    chooser.locator("[data-dismiss=modal]").click()
    with screen.expect_response(lambda answer: answer.ok and is_sent_with(TEXT, answer)):
        screen.locator("[name=summary]").fill(TEXT)
    assert saved_summary(draft) == TEXT


def test_a_comment_at_the_desk_is_sent_after_signing_in_again(seat, office, draft):
    hand_in(draft, office.author)
    screen = seat(office.appraiser)
    screen.goto(f"/admin/duyet/{draft.pk}/")
    end_sessions()
    screen.locator(".desk-bar [name=comment]").fill("Ghi rõ mức hỗ trợ.")
    screen.locator("button[name=move][value=return]").click()
    with screen.expect_navigation():
        sign_in_here(screen)
    assert Decision.objects.filter(page_id=draft.pk, comment="Ghi rõ mức hỗ trợ.").exists()


def test_under_another_person_nothing_of_the_text_is_sent(seat, office, draft):
    screen = seat(office.author)
    open_editor(screen, draft)
    before = saved_summary(draft)
    lend_session(screen.context, office.agency_admin)
    sent = []
    screen.on("request", lambda request: sent.append(request.post_data or ""))
    screen.locator("[name=summary]").fill(TEXT)
    screen.get_by_role("button", name="Lưu bản nháp").first.click()
    screen.locator(f"{DIALOG} [data-shown=other]").wait_for(state="visible")
    assert saved_summary(draft) == before
    # Back under their own name, the person goes on.
    lend_session(screen.context, office.author)
    with screen.expect_navigation():
        screen.locator(f"{DIALOG} [data-try]").click()
    assert saved_summary(draft) == TEXT


def test_a_sign_in_in_another_tab_is_enough(seat, office, draft):
    """It gives the browser a new token, which forms that stand open do not have."""
    screen = seat(office.author)
    open_editor(screen, draft)
    screen.context.clear_cookies()
    lend_session(screen.context, office.author)
    screen.locator("[name=summary]").fill(TEXT)
    screen.locator(SAVED).wait_for()
    assert saved_summary(draft) == TEXT
    assert screen.locator(DIALOG).count() == 0


def test_without_a_connection_the_text_stays_and_is_saved_when_there_is_one(seat, office, draft):
    screen = seat(office.author)
    open_editor(screen, draft)
    screen.context.set_offline(True)
    screen.locator("[name=summary]").fill(TEXT)
    screen.get_by_text("Không kết nối được với máy chủ").locator("visible=true").first.wait_for()
    screen.context.set_offline(False)
    screen.locator(SAVED).wait_for()
    assert saved_summary(draft) == TEXT


def test_who_may_no_longer_write_is_told_so(seat, office, draft):
    screen = seat(office.author)
    open_editor(screen, draft)
    office.author.memberships.all().delete()
    screen.locator("[name=summary]").fill(TEXT)
    words = "Bạn không còn quyền sửa trang này"
    screen.get_by_text(words).locator("visible=true").first.wait_for()
    assert screen.locator(DIALOG).count() == 0


def test_in_a_conflict_the_button_that_overwrites_is_the_last(seat, office, draft):
    screen = seat(office.author)
    open_editor(screen, draft)
    draft.summary = "Bản của đồng nghiệp."
    draft.save_revision(user=office.agency_admin)
    screen.locator("[name=summary]").fill(TEXT)
    words = "Người khác vừa lưu một bản mới hơn"
    screen.get_by_text(words).locator("visible=true").first.wait_for()
    screen.get_by_role("button", name="Lưu bản nháp").first.click()
    buttons = screen.locator(".w-editing-sessions-dialog-buttons > *")
    buttons.first.wait_for()
    names = buttons.all_inner_texts()
    assert [names[0], names[1]] == ["Xem bản mới nhất", "Quay lại bài viết"]
    assert names[2].startswith("Vẫn tiếp tục: ")
    assert saved_summary(draft) == "Bản của đồng nghiệp."


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_dialog_bars_nobody_and_escape_loses_nothing(seat, office, draft, size):
    screen = seat(office.author, size)
    open_editor(screen, draft)
    end_sessions()
    screen.locator("[name=summary]").fill(TEXT)
    screen.locator(DIALOG).wait_for()
    expect(screen.locator("#sign-in-again-title")).to_be_focused()
    assert screen.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = Axe().run(screen, context=".sign-in-again")
    assert found.violations_count == 0, found.generate_report()
    screen.keyboard.press("Escape")
    expect(screen.locator(DIALOG)).to_have_count(0)
    assert screen.locator("[name=summary]").input_value() == TEXT
    screen.locator(".sign-in-again-note button").click()
    with screen.expect_response(lambda answer: "/edit/" in answer.url and answer.ok):
        sign_in_here(screen)
    assert saved_summary(draft) == TEXT
