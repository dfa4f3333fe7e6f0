"""From words inside a handbook, typed as on a phone, to the page they stand on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from network.hub.search.keeping import refresh_changed
from sites.models import MaterialFile, MaterialPage
from tests.factories.files import make_readable, pdf_of
from tests.factories.sections import make_article, make_material, make_place, make_section
from tests.plugin import browser_path

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db]
HANDBOOK = "so-tay-phap-luat-cho-gia-dinh"


def make_handbook() -> MaterialPage:
    """Publish the handbook beside an article that speaks of the same; opening it takes 5 s."""
    place = make_place(make_section("Sở Y tế"), "Sổ tay")
    make_article(place, "Hai nhà mượn nhau cái sân")
    files = [MaterialFile(file=make_readable(pdf_of(HANDBOOK)))]
    material = make_material(place, "Sổ tay gia đình", files=files, kind="handbook")
    refresh_changed()
    return material


@pytest.fixture(scope="module")
def handbook(
    request: pytest.FixtureRequest,
    once: Callable[..., Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[MaterialPage]:
    """The published handbook, for both widths."""
    # Before the transaction: beside the browser's loop Django opens another connection.
    if browser_path():
        request.getfixturevalue("chromium")
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield once(make_handbook)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_sentence_without_accents_opens_the_right_page(chromium, handbook, address, width):
    tab = chromium.new_page(viewport={"width": width, "height": 740})
    tab.goto(f"{address}/tim-kiem/")
    tab.locator("#page-search").fill("sang nam hai nha con muon nhau cai cuoc khong")
    tab.locator("#page-search").press("Enter")
    tab.get_by_role("link", name="Mở trang 15").click()
    tab.wait_for_url(f"{address}{handbook.url}xem/15/**")
    expect(tab.get_by_text("còn mượn nhau cái cuốc không?")).to_be_in_viewport()
    tab.close()
