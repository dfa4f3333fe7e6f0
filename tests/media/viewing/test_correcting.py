"""An officer corrects what a machine has read, beside the picture, and only the own agency's."""

import re
from copy import deepcopy

import pytest
from django.urls import reverse

from network.media.models import Rendering
from network.media.viewing.markup import from_markup, to_markup
from network.media.viewing.selectors import pages_of, rendering_of
from tests.factories.accounts import signed_in
from tests.factories.files import make_readable, pdf_of
from tests.factories.moderation import make_office

pytestmark = pytest.mark.django_db
LEAFLETS = ("muoi-viec-cua-hoa-giai-vien", "thuoc-la-dien-tu")


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(office_of_module, db):
    return deepcopy(office_of_module)


@pytest.fixture
def document(office):
    document = make_readable(pdf_of(*LEAFLETS), collection=office.agency.collection)
    rendering_of(document).pages.filter(number=1).update(confidence=61)
    return document


def address_of(document, number: int = 1) -> str:
    return reverse("reading_text:correct", args=[document.pk, number])


def texts(document) -> list[str]:
    return [page.text for page in pages_of(rendering_of(document))]


def test_the_text_stands_beside_its_picture_with_how_sure_the_machine_is(office, client, document):
    text = signed_in(client, office.agency_admin).get(address_of(document)).content.decode()
    page = pages_of(rendering_of(document)).get(number=1)
    assert f'src="/media/{page.large}"' in text
    assert "# Mười việc của hòa giải viên" in text
    assert "6. Nêu quy tắc: lần lượt nói, không ngắt lời." in text
    assert "chắc chắn 61 %" in text
    assert address_of(document, 2) in text


def test_a_correction_is_a_version_of_its_own_and_another_digest(office, client, document):
    before, (_first, second) = rendering_of(document), texts(document)
    posted = {"text": "# Tiêu đề\nMột dòng.\n1. Việc một\n2. Việc hai", "seen": 0}
    answer = signed_in(client, office.agency_admin).post(address_of(document), posted, follow=True)
    assert "Đã lưu" in answer.content.decode()
    after = rendering_of(document)
    assert after.digest != before.digest
    assert texts(document) == ["Tiêu đề\nMột dòng.\nViệc một\nViệc hai", second]
    page = pages_of(after).get(number=1)
    assert page.html == (
        "<h2>Tiêu đề</h2><p>Một dòng.</p>"
        '<ol><li value="1">Việc một</li><li value="2">Việc hai</li></ol>'
    )
    assert page.title == "Tiêu đề"
    assert page.corrected_by == office.agency_admin
    # What it said before is kept.
    assert after.pages.filter(number=1, version=0, text__contains="Gặp riêng từng bên.").exists()


def test_a_page_that_cannot_be_read_is_published_when_a_person_saves_its_draft(
    office, client, document
):
    page = pages_of(rendering_of(document)).get(number=1)
    page.text, page.html, page.draft, page.fate = "", "", "<p>Gặp riêng từng bên.</p>", "unreadable"
    page.confidence = None
    page.save()
    officer = signed_in(client, office.agency_admin)
    answer = officer.get(address_of(document))
    assert "không đọc được" in answer.content.decode()
    initial = answer.context["form"].initial
    assert initial["text"] == "Gặp riêng từng bên."
    officer.post(address_of(document), initial)
    assert texts(document)[0] == "Gặp riêng từng bên."
    assert "không đọc được" not in officer.get(address_of(document)).content.decode()


def test_saving_what_is_there_already_changes_nothing(office, client, document):
    officer = signed_in(client, office.agency_admin)
    shown = officer.get(address_of(document)).context["form"].initial
    officer.post(address_of(document), shown)
    assert rendering_of(document).version == 0


def test_of_two_who_correct_one_page_the_second_is_told(office, client, document):
    officer = signed_in(client, office.agency_admin)
    officer.post(address_of(document), {"text": "Bản của tôi", "seen": 0})
    answer = officer.post(address_of(document), {"text": "Bản cũ hơn", "seen": 0})
    assert "người khác" in answer.content.decode()
    assert "Bản cũ hơn" in answer.content.decode()
    assert texts(document)[0] == "Bản của tôi"
    officer.post(address_of(document), {"text": "Bản sau", "seen": 1})
    assert texts(document)[0] == "Bản sau"


def test_a_page_of_a_scan_that_nobody_could_read_is_written_by_hand(office, client, document):
    rendering_of(document).pages.update(text="", html="")
    Rendering.objects.update(has_text=False)
    signed_in(client, office.agency_admin).post(address_of(document), {"text": "Chữ", "seen": 0})
    assert rendering_of(document).has_text


@pytest.mark.parametrize("whose", ["foreign", "shared", "missing page", "not ready"])
def test_what_is_not_ones_own_is_not_there(office, client, document, whose):
    officer = signed_in(client, office.agency_admin)
    if whose == "foreign":
        officer = signed_in(client, make_office(code="KHAC").agency_admin)
    if whose == "shared":
        document = make_readable(pdf_of(LEAFLETS[0]))
    if whose == "not ready":
        Rendering.objects.update(state="waiting")
    address = address_of(document, 9 if whose == "missing page" else 1)
    assert officer.get(address).status_code == 404
    assert officer.post(address, {"text": "Của tôi", "seen": 0}).status_code == 404
    assert not rendering_of(document).version


def test_hostile_markup_stays_text(office, client, document):
    hostile = "<script>alert(1)</script>\n- <img src=x onerror=alert(1)>"
    signed_in(client, office.agency_admin).post(address_of(document), {"text": hostile, "seen": 0})
    html = pages_of(rendering_of(document)).get(number=1).html
    assert not re.search(r"<(?!/?(p|ul|li)>)", html)


def test_the_files_own_screen_leads_there(office, client, document):
    officer = signed_in(client, office.agency_admin)
    screen = officer.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert f'href="{address_of(document)}"' in screen


def test_what_is_written_is_read_back_as_it_was(document):
    for page in rendering_of(document).pages.all():
        written = to_markup(page.html)
        assert "".join(each.html for each in from_markup(written)) == page.html
