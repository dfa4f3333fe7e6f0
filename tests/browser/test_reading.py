"""An old phone without script and without a reader of PDF: it reads, and saves nothing."""

import pytest
from playwright.sync_api import expect

from sites.models import MaterialFile, SectionKey
from tests.factories.files import make_readable, pdf_of
from tests.factories.office import outline_docx, slides_pptx, table_xlsx
from tests.factories.sections import make_material, make_place, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
HANDBOOK = "so-tay-phap-luat-cho-gia-dinh"
FIRST_PAGE_BYTES = 150_000


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def old_phone(chromium):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_three_pages_of_a_handbook_are_read_without_saving_it(old_phone, address):
    files = [MaterialFile(file=make_readable(pdf_of(HANDBOOK)))]
    place = make_place(make_section("Sở Y tế", slug="so-y-te"), "Sổ tay", key=SectionKey.SO_TAY)
    material = make_material(place, "Sổ tay", files=files)
    saved, weights = [], []
    old_phone.on("download", lambda each: saved.append(each.url))
    old_phone.on("requestfinished", lambda asked: weights.append(weight_of(asked)))
    old_phone.goto(f"{address}{material.url}")
    old_phone.get_by_role("link", name="Đọc").first.click()
    old_phone.get_by_role("link", name="Xem trang", exact=True).click()
    old_phone.wait_for_url("**/xem/*/")
    old_phone.wait_for_load_state("networkidle")
    weights.clear()
    old_phone.goto(f"{address}{material.url}xem/2/", wait_until="networkidle")
    assert sum(weights) < FIRST_PAGE_BYTES
    old_phone.get_by_role("link", name="Trang 3").click()
    old_phone.get_by_label("Trang", exact=True).fill("23")
    old_phone.get_by_role("button", name="Đến").click()
    old_phone.wait_for_url("**/xem/23/")
    expect(old_phone.get_by_text("Chữ của trang 23")).to_be_visible()
    # A list that began on the page before goes on with its number.
    item = old_phone.locator(".file-page .prose ol > li").first
    assert item.evaluate("each => getComputedStyle(each, '::before').content") == '"3"'
    assert saved == []


def test_office_files_are_read_without_saving_them(old_phone, address):
    made = (("a.docx", outline_docx()), ("b.xlsx", table_xlsx()), ("c.pptx", slides_pptx()))
    files = [MaterialFile(file=make_readable(content, name)) for name, content in made]
    place = make_place(make_section("Sở Y tế", slug="so-y-te"), "Sổ tay", key=SectionKey.SO_TAY)
    material = make_material(place, "Tập huấn", files=files)
    saved = []
    old_phone.on("download", lambda each: saved.append(each.url))
    for below, words in (
        ("xem/", "Luật Hòa giải ở cơ sở quy định nguyên tắc hòa giải."),
        ("xem/tep-2/", "300.000"),
        ("xem/tep-3/", "Không ngắt lời"),
    ):
        old_phone.goto(f"{address}{material.url}{below}", wait_until="networkidle")
        expect(old_phone.get_by_text(words)).to_be_visible()
    assert saved == []


def weight_of(asked) -> int:
    sizes = asked.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
