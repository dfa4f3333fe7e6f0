"""What the editor's fields and buttons are called, for people who hear the screen."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from sites.models import LegalUpdatePage
from tests.browser.editing import open_editor
from tests.browser.public_pages import ACCUSED, AXE
from tests.factories.moderation import make_draft, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

BODY = [
    ("paragraph", "<p>Mỗi hộ được 60 triệu đồng.</p>"),
    ("callout", {"kind": "note", "text": "<p>Nộp đơn ở xã.</p>"}),
]
NAMES = "boxes => boxes.map(each => each.getAttribute('aria-label'))"


def place(office):
    return Page.objects.child_of(office.home).get(slug="tin-tuc").specific


def test_every_field_and_button_of_an_article_open_to_two_people_has_a_name(seat, office):
    article = publish(make_draft(office, body=BODY), office)
    here, screen = seat(office.author), seat(office.appraiser)
    for window in (here, screen):
        open_editor(window, article)
    screen.locator(".w-editing-sessions__session").first.wait_for()
    boxes = screen.locator("[data-contentpath=body] [role=textbox][contenteditable]")
    assert boxes.evaluate_all(NAMES) == ["Đoạn văn", "Ô lưu ý"]
    screen.evaluate(AXE)
    assert screen.evaluate(ACCUSED, {"iframes": False}) == []


def test_the_form_of_a_legal_update_begins_with_its_title(seat, office):
    screen = seat(office.author)
    kind = ("agency_sites", LegalUpdatePage._meta.model_name, place(office).pk)
    screen.goto(reverse("wagtailadmin_pages:add", args=kind))
    fields = screen.locator("#tab-noi_dung [name]:visible, form [name]:visible")
    names = fields.evaluate_all("all => all.map(each => each.name)")
    assert names.index("title") < names.index("kind") < names.index("who")
    screen.evaluate(AXE)
    assert screen.evaluate(ACCUSED, {"iframes": False}) == []
