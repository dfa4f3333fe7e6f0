"""What axe finds wrong with choosers and with editors that show errors: no list opens them."""

import pytest

from tests.browser.editing import DESK, open_editor
from tests.browser.test_admin_screens import faults_of
from tests.factories.moderation import make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# Wagtail's link to the other tab, in a library without pictures, is marked as a tab itself.
WITHOUT_PICTURES = 'class="upload-one-now"'
CHOOSER = ".modal-content"


def test_axe_finds_nothing_in_the_chooser_of_pictures(seat, office):
    screen = seat(office.author, DESK)
    open_editor(screen, make_draft(office))
    screen.get_by_role("button", name="Chọn hình ảnh").first.click()
    chooser = screen.locator(CHOOSER)
    chooser.locator("#tab-label-upload").click()
    chooser.locator("form[enctype] [type=submit]").click()
    chooser.locator(".error-message:visible, .w-field__errors .icon:visible").first.wait_for()
    found = [fault for fault in faults_of(screen) if WITHOUT_PICTURES not in fault]
    assert found == []


def test_axe_finds_nothing_in_an_editor_that_shows_errors(seat, office):
    screen = seat(office.author, DESK)
    place = office.home.get_children().get(slug="tin-tuc")
    screen.goto(f"/admin/pages/add/agency_sites/articlepage/{place.pk}/")
    with screen.expect_event("load"):
        screen.locator("[name=action-submit]").click()
    screen.locator(".error-message").first.wait_for()
    assert list(faults_of(screen)) == []
