"""The text of a file is corrected beside its picture, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from network.media.viewing.selectors import pages_of, rendering_of
from tests.factories.files import make_readable, pdf_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
BESIDE = """
() => document.querySelector(".correct-page img").getBoundingClientRect().right
  <= document.querySelector(".correct-page textarea").getBoundingClientRect().left
"""


@pytest.mark.parametrize(("width", "is_beside"), [(360, False), (1280, True)])
def test_an_officer_corrects_a_page(office, seat, settings, tmp_path, width, is_beside):
    settings.MEDIA_ROOT = tmp_path
    file = pdf_of("muoi-viec-cua-hoa-giai-vien")
    document = make_readable(file, collection=office.agency.collection)
    screen = seat(office.people["agency_admin"], {"width": width, "height": 800})
    screen.goto(reverse("reading_text:correct", args=[document.pk, 1]))
    assert screen.evaluate(BESIDE) is is_beside
    assert screen.evaluate("document.querySelector('.correct-page img').naturalWidth") > 1000
    assert screen.evaluate("document.documentElement.scrollWidth") == width
    assert Axe().run(screen).violations_count == 0
    text = screen.get_by_label("Chữ của trang")
    text.fill(text.input_value().replace("Gặp riêng từng bên.", "Gặp riêng mỗi bên."))
    screen.get_by_role("button", name="Lưu chữ").click()
    screen.get_by_text("Đã lưu.").wait_for()
    assert "Gặp riêng mỗi bên." in pages_of(rendering_of(document)).get().text
