"""Under a text, in a real browser: its size, reading aloud, passing it on."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from network.core.short_codes import CodeKind, short_code
from sites.models import ArticlePage, MaterialFile
from tests.factories.files import make_readable, pdf_of
from tests.factories.sections import make_article, make_material, make_place, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


BODY = [
    ("paragraph", "<p>Câu thứ nhất. Câu thứ hai.</p><ul><li>Một việc</li></ul>"),
    ("heading", {"text": "Ở đâu?", "level": "h2"}),
    ("paragraph", "<p>Câu cuối.</p>"),
]
# A system with a Vietnamese voice: headless browsers have none. It ends a passage when told to.
VOICE = """
    window.said = [];
    class Words { constructor(text) { this.text = text; } }
    const speech = new EventTarget();
    speech.getVoices = () => [{lang: "en-US"}, {lang: "vi-VN"}];
    speech.speak = (words) => { window.said.push(words.text); window.current = words; };
    speech.cancel = () => { window.current = null; };
    window.next = () => window.current.onend();
    Object.defineProperty(window, "speechSynthesis", {value: speech});
    window.SpeechSynthesisUtterance = Words;
"""


@pytest.fixture
def article(address: str) -> ArticlePage:
    place = make_place(make_section("Sở Y tế", slug="so-y-te"))
    return make_article(place, "Tiêm chủng", slug="bai", summary="Trẻ được tiêm.", body=BODY)


@pytest.fixture
def tab(chromium, address: str) -> Iterator[Any]:
    context = chromium.new_context(
        base_url=address, viewport={"width": 360, "height": 800}, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_the_text_is_read_in_order_paused_and_stopped_by_the_keyboard(tab, article):
    tab.add_init_script(VOICE)
    tab.goto(article.url)
    listen, stop = tab.locator("[data-read-aloud]"), tab.locator("[data-stop]")
    start = listen.inner_text()
    expect(stop).to_be_hidden()
    listen.focus()
    tab.keyboard.press("Enter")
    expect(listen).not_to_have_text(start, use_inner_text=True)
    for _ in range(4):
        tab.evaluate("next()")
    tab.keyboard.press("Enter")
    assert tab.evaluate("current") is None
    before = len(tab.evaluate("said"))
    tab.keyboard.press("Enter")
    for _ in range(3):
        tab.evaluate("next()")
    said = [words.strip() for words in tab.evaluate("said")]
    # What was interrupted is said again.
    assert said[before] == said[before - 1]
    wanted = ["Tiêm chủng", "Trẻ được tiêm.", "Câu thứ nhất. Câu thứ hai.", "Một việc", "Ở đâu?"]
    places = [said.index(words) for words in [*wanted, "Câu cuối."]]
    assert places == sorted(places)
    stop.press("Enter")
    expect(listen).to_have_text(start, use_inner_text=True)
    assert tab.evaluate("current") is None


def test_a_page_of_a_file_is_read_without_what_stands_around_it(tab, article, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    files = [MaterialFile(file=make_readable(pdf_of("thuoc-la-dien-tu")))]
    material = make_material(article.get_parent(), files=files)
    tab.add_init_script(VOICE)
    for below in ("xem/", "xem/1/"):
        tab.goto(f"{material.url}{below}")
        tab.locator("[data-read-aloud]").click()
        assert tab.evaluate("said") == ["Sở Y tế tỉnh Gia Lai"]
        tab.evaluate("next()")
        assert "Thuốc lá điện tử bị cấm" in tab.evaluate("said")[1]


@pytest.mark.parametrize("language", ["vi", "jra"])
def test_without_a_voice_of_its_language_nothing_offers_to_read(tab, article, language):
    if language != "vi":
        tab.add_init_script(VOICE)
        ArticlePage.objects.filter(pk=article.pk).update(language=language)
    tab.goto(article.url)
    expect(tab.locator("button[data-size='3']")).to_be_visible()
    expect(tab.locator("[data-read-aloud]")).to_be_hidden()


def test_letters_stay_as_large_as_the_reader_wants_them(tab, article):
    tab.goto(article.url)
    size = "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    usual = tab.evaluate(size)
    largest = tab.locator("button[data-size='3']")
    largest.click()
    expect(largest).to_have_attribute("aria-pressed", "true")
    assert tab.evaluate(size) >= 1.25 * usual
    tab.reload()
    assert tab.evaluate(size) >= 1.25 * usual
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    tab.locator("button[data-size='2']").click()
    assert tab.evaluate(size) == usual


def test_the_code_is_shown_without_a_script_and_only_when_asked_for(chromium, address, article):
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(article.url)
    expect(tab.locator(".reading button").first).to_be_hidden()
    tab.locator(".tools summary").click()
    expect(tab.locator(".tools button").first).to_be_hidden()
    tab.locator(".tools img").scroll_into_view_if_needed()
    code = short_code(CodeKind.PAGE, article.pk)
    assert tab.locator(f".tools a[href='/s/{code}/']").inner_text() == f"{address}/s/{code}/"
    tab.locator(f".tools a[href='/s/{code}/to-gap/']").click()
    # The article itself has the same heading.
    tab.wait_for_url("**/to-gap/")
    expect(tab.locator("h1")).to_have_text("Tiêm chủng")
    context.close()
