"""From words inside a handbook, typed as on a phone, to the page they stand on."""

import pytest
from playwright.sync_api import expect

from network.hub.search.keeping import refresh_changed
from sites.models import MaterialFile
from tests.factories.files import make_readable, pdf_of
from tests.factories.sections import make_article, make_material, make_place, make_section

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db]
HANDBOOK = "so-tay-phap-luat-cho-gia-dinh"


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("width", [360, 1280])
def test_a_sentence_without_accents_opens_the_right_page(chromium, address, width):
    place = make_place(make_section("Sở Y tế"), "Sổ tay")
    make_article(place, "Hai nhà mượn nhau cái sân")
    files = [MaterialFile(file=make_readable(pdf_of(HANDBOOK)))]
    material = make_material(place, "Sổ tay gia đình", files=files, kind="handbook")
    refresh_changed()
    tab = chromium.new_page(viewport={"width": width, "height": 740})
    tab.goto(f"{address}/tim-kiem/")
    tab.locator("#page-search").fill("sang nam hai nha con muon nhau cai cuoc khong")
    tab.locator("#page-search").press("Enter")
    tab.get_by_role("link", name="Mở trang 15").click()
    tab.wait_for_url(f"{address}{material.url}xem/15/**")
    expect(tab.get_by_text("còn mượn nhau cái cuốc không?")).to_be_in_viewport()
    tab.close()
