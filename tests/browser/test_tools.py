"""Under a text, in a real browser: its size, reading aloud, passing it on, its leaflet."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from network.core.short_codes import CodeKind, short_code
from sites.models import ArticlePage
from tests.factories.documents import make_document
from tests.factories.sections import make_article, make_place, make_section, make_update, put_live

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LONG = "Ủy ban nhân dân huyện Đak Đoa tuyên truyền phòng, chống tảo hôn, hôn nhân cận huyết thống"
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
    assert not stop.is_visible()
    listen.focus()
    tab.keyboard.press("Enter")
    assert listen.inner_text() != start
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
    assert (listen.inner_text(), tab.evaluate("current")) == (start, None)


@pytest.mark.parametrize("language", ["vi", "jra"])
def test_without_a_voice_of_its_language_nothing_offers_to_read(tab, article, language):
    if language != "vi":
        tab.add_init_script(VOICE)
        ArticlePage.objects.filter(pk=article.pk).update(language=language)
    tab.goto(article.url)
    assert tab.locator("button[data-size='3']").is_visible()
    assert not tab.locator("[data-read-aloud]").is_visible()


def test_letters_stay_as_large_as_the_reader_wants_them(tab, article):
    tab.goto(article.url)
    size = "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    usual = tab.evaluate(size)
    tab.locator("button[data-size='3']").click()
    assert tab.evaluate(size) >= 1.25 * usual
    assert tab.locator("button[data-size='3']").get_attribute("aria-pressed") == "true"
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
    assert not tab.locator(".tools button").first.is_visible()
    tab.locator(".tools summary").click()
    tab.locator(".tools img").scroll_into_view_if_needed()
    code = short_code(CodeKind.PAGE, article.pk)
    assert tab.locator(f".tools a[href='/s/{code}/']").inner_text() == f"{address}/s/{code}/"
    tab.locator(f".tools a[href='/s/{code}/to-gap/']").click()
    assert tab.locator("h1").inner_text() == "Tiêm chủng"
    context.close()


def hard_pages(article: ArticlePage) -> list[str]:
    """Return the codes of what hardly fits on a sheet."""
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
    update = make_update(place, (LONG * 3)[:255], documents=[decree], body=body, **answers)
    unbroken = make_article(place, "x" * 255, body=[("paragraph", f"<p>{'x' * 9000}</p>")])
    pages = [article, full, update, unbroken]
    document = short_code(CodeKind.DOCUMENT, decree.pk)
    return [*(short_code(CodeKind.PAGE, page.pk) for page in pages), document]


def test_a_leaflet_is_one_sheet_and_says_whom_to_ask_whatever_stands_on_it(tab, article):
    for code in hard_pages(article):
        for scheme, width in (("light", 360), ("dark", 1280)):
            tab.emulate_media(color_scheme=scheme, media="screen")
            tab.set_viewport_size({"width": width, "height": 900})
            tab.goto(f"/s/{code}/to-gap/")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, code
            found = Axe().run(tab)
            assert found.violations_count == 0, found.generate_report()
        tab.emulate_media(media="print")
        paper = tab.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type /Page\b(?!s)", paper)) == 1, code
        tab.set_viewport_size({"width": 794, "height": 1123})
        # The code and the foot stand on the sheet, and no line of the text is cut by the style.
        foot = "document.querySelector('.sheet__foot').getBoundingClientRect().bottom"
        assert tab.evaluate(foot) <= 1123, code
        cut = """(() => { const text = document.querySelector('.sheet__text');
            return text.scrollWidth > text.clientWidth + 1
                || text.scrollHeight > text.clientHeight + 1; })()"""
        assert not tab.evaluate(cut), code
