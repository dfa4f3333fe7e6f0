"""On paper: what a leaflet and a printed page keep, and on how many sheets."""

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from pypdf import PdfReader

from network.core.short_codes import CodeKind, short_code
from sites.models import ArticlePage
from tests.browser.public_network import LONG, make_picture
from tests.factories.documents import make_document
from tests.factories.sections import (
    FOOTER,
    SOURCE,
    make_article,
    make_place,
    make_section,
    make_update,
    put_live,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CELLS = ("Trẻ dưới 6 tuổi", "Giấy khai sinh")
LIST = "<ol><li>Đến trạm y tế</li><li>Ngồi lại nửa giờ</li></ol><ul><li>Sổ tiêm</li></ul>"


def filled_body() -> list[tuple[str, Any]]:
    """Return a text with one of everything that paper can show."""
    table = {"columns": [{"type": "text", "heading": each} for each in ("Ai", "Mang theo")]}
    return [
        ("heading", {"text": "Làm thế nào?", "level": "h2"}),
        ("paragraph", LIST),
        ("table", table | {"rows": [{"values": CELLS}], "caption": "Giấy tờ"}),
        ("image", {"image": make_picture(), "alt_text": "Trạm y tế", "caption": "Trạm y tế xã"}),
        ("callout", {"kind": "warning", "text": "<p>Không ai được thu tiền.</p>"}),
    ]


KEPT = (
    *("Làm thế nào?", "1. Đến trạm y tế", "2. Ngồi lại nửa giờ", "Sổ tiêm"),
    *(*CELLS, "Trạm y tế xã", "Cảnh báo", "Không ai được thu tiền."),
)


@pytest.fixture
def article(address: str) -> ArticlePage:
    place = make_place(make_section("Sở Y tế", slug="so-y-te"))
    return make_article(place, "Tiêm chủng", slug="bai", body=filled_body())


@pytest.fixture
def tab(chromium: Any, address: str) -> Iterator[Any]:
    context = chromium.new_context(base_url=address)
    yield context.new_page()
    context.close()


def printed(tab: Any) -> tuple[list[str], int]:
    """Return what each printed page says, and how many pictures there are on them."""
    tab.emulate_media(media="print")
    pages = PdfReader(io.BytesIO(tab.pdf(format="A4", prefer_css_page_size=True))).pages
    texts = [unicodedata.normalize("NFC", " ".join(page.extract_text().split())) for page in pages]
    return texts, sum(len(page.images) for page in pages)


def leaflet_of(page: Any, kind: CodeKind = CodeKind.PAGE) -> str:
    return f"/s/{short_code(kind, page.pk)}/to-gap/"


def test_a_leaflet_keeps_all_of_the_text_on_one_page_in_large_letters(tab, article):
    tab.goto(leaflet_of(article))
    (text,), pictures = printed(tab)
    assert [each for each in KEPT if each not in text] == []
    assert pictures == 1
    assert text.count(FOOTER["address"]) == 1
    points = tab.evaluate("parseFloat(getComputedStyle(document.querySelector('.sheet')).fontSize)")
    assert points * 72 / 96 >= 14


def test_a_page_printed_from_the_browser_keeps_it_too_and_says_nothing_twice(tab, article):
    tab.goto(article.url)
    # Where the button is: from here on the picture is fetched, however far down it stands.
    tab.locator("[data-tools] > summary").click()
    tab.locator(".prose img[loading=eager]").evaluate("each => each.decode()")
    texts, pictures = printed(tab)
    assert len(texts) <= 2
    assert [each for each in KEPT if each not in " ".join(texts)] == []
    assert pictures == 1
    assert " ".join(texts).count(SOURCE["source_url"]) == 1
    # Whom to ask stands on every page, on none of them alone.
    assert [text.count(FOOTER["address"]) for text in texts] == [1] * len(texts)


READER = """<div class="file-text prose"><ol><li value="7">Luật</li></ol></div>
<style>{reading}</style><style media="print">{paper}</style>"""
NUMBER = "getComputedStyle(document.querySelector('li'), '::before').content"


def test_the_number_of_an_item_in_the_reader_covers_no_letters_on_paper(tab):
    names = {"reading": "agency_sites/reading.css", "paper": "core/print.css"}
    sheets = {name: Path(finders.find(path)).read_text() for name, path in names.items()}
    tab.set_content(READER.format(**sheets))
    assert tab.evaluate(NUMBER) == '"7"'
    tab.emulate_media(media="print")
    assert tab.evaluate(NUMBER) == "none"


def hard_pages(article: ArticlePage) -> list[str]:
    """Return the leaflets of what hardly fits, or does not."""
    place = article.get_parent().specific
    decree = make_document(title=f"{LONG} " * 12)
    cited = ", ".join(f"Nghị định số {n}/2019/NĐ-CP" for n in range(101, 108))
    for number in range(101, 108):
        make_document(f"{number}/2019/NĐ-CP", title=LONG)
    body = [("paragraph", f"<p>Theo {cited}.</p>")]
    for number in range(9):
        body.append(("heading", {"text": f"{LONG} {number}?", "level": "h2"}))
        body.append(("paragraph", "".join(f"<p>{LONG}. {LONG}.</p>" for _ in range(9))))
    full = make_article(place, (LONG * 3)[:255], summary=(LONG * 5)[:400], body=body)
    put_live(full.save_revision())
    answers = dict.fromkeys(("who", "gets", "must_do", "from_when"), (LONG * 4)[:300])
    update = make_update(place, (LONG * 3)[:255], documents=[decree], **answers)
    unbroken = make_article(place, "x" * 255, body=[("paragraph", f"<p>{'x' * 9000}</p>")])
    pages = [article, full, update, unbroken]
    return [*map(leaflet_of, pages), leaflet_of(decree, CodeKind.DOCUMENT)]


def test_whatever_stands_on_a_leaflet_its_foot_never_stands_alone(tab, article):
    for path in hard_pages(article):
        for scheme, width in (("light", 360), ("dark", 1280)):
            tab.emulate_media(color_scheme=scheme, media="screen")
            tab.set_viewport_size({"width": width, "height": 900})
            tab.goto(path)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
            found = Axe().run(tab)
            assert found.violations_count == 0, found.generate_report()
        foot = len(tab.locator(".sheet__foot").inner_text())
        texts, _pictures = printed(tab)
        assert len(texts[-1]) > foot + 40, path
