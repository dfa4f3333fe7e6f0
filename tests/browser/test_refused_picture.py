"""After a refused upload, the next picture bears its own name."""

import pytest
from playwright.sync_api import expect

from tests.browser.editing import DESK, open_editor
from tests.browser.test_article_presses import picture
from tests.factories.moderation import make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
FALSE = {"name": "gia.jpg", "mimeType": "image/jpeg", "buffer": "không phải ảnh".encode()}


@pytest.mark.parametrize(("typed", "title"), [("", "tap-huan"), ("Nhà rông", "Nhà rông")])
def test_the_title_of_a_refused_picture_is_not_that_of_the_next(seat, office, typed, title):
    screen = seat(office.author, DESK)
    open_editor(screen, make_draft(office))
    screen.get_by_role("button", name="Chọn hình ảnh").first.click()
    chooser = screen.locator(".modal-content")
    chooser.locator("#tab-label-upload").click()
    chooser.locator("[type=file]").set_input_files(FALSE)
    expect(chooser.locator("[name$=title]")).to_have_value("gia")
    if typed:
        chooser.locator("[name$=title]").fill(typed)
    chooser.locator("form[enctype] [type=submit]").click()
    chooser.locator(".error-message:visible").first.wait_for()
    chooser.locator("[type=file]").set_input_files(picture())
    expect(chooser.locator("[name$=title]")).to_have_value(title)
