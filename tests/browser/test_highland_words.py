"""Sixty words of Jrai and Bahnar: drawn whole, read from files, found however they are typed.

Single words, none of them about law: no text in these languages is made up here.
"""

import io
from typing import Any

import pytest
from docx import Document

from network.core.text import strip_marks
from network.hub.search.spelling import decoded
from network.hub.search.words import folded_words
from network.hub.tasks import refresh_search_each_minute
from network.media.viewing.models import RenderedPage
from sites.models import MaterialFile
from tests.factories.files import make_readable
from tests.factories.sections import make_article, make_material, make_place, make_section

pytestmark = [
    pytest.mark.drill,
    pytest.mark.browser,
    pytest.mark.office,
    pytest.mark.django_db,
]
BAHNAR = (
    "kơsô̆ nơ̆r tơjê̆ ƀônh gĭt tŏk hơdrĕch tơgŭm ‘lơ̆ng ‘meh ‘noh bơngai đak hnam ƀok yă mĭnh ƀar "
    "pêng puăn pơđăm juăt jơ̆p ƀơ̆t hơtŏ sơ̆ ĕ kông plei ‘măng"
)
JRAI = (
    "ƀơi čar ñu lŏn hră pơhing ƀing ơi ană plơi hlâo čư̆ ayŭn pơtao kơtang phơ̆k lơ̆i ŏh ngă ƀuh "
    "mơnuih kơčao brơi rơkơi gơñu dŏ djă rơnŭk thŭn klâo"
)
WORDS = f"{BAHNAR} {JRAI}".split()
APOSTROPHES = "'’‘ʼ"
# Whether no part of an element is cut off.
DRAWN = "each => each.scrollWidth <= each.clientWidth && each.scrollHeight <= each.clientHeight"


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def place(db):
    return make_place(make_section("Sở Y tế", slug="so-y-te"))


def spellings(word: str) -> set[str]:
    """Return a word with and without marks, in small letters and capitals, with each apostrophe."""
    forms = {word, word.upper(), strip_marks(word), strip_marks(word).upper()}
    return {each.replace("‘", sign) for each in forms for sign in APOSTROPHES}


def make_text(place: Any) -> Any:
    body = [("paragraph", " ".join(f"<p>{word}</p>" for word in WORDS))]
    fields = {"translator": "A", "translation_reviewer": "B", "language": "jra"}
    return make_article(place, "Sáu mươi từ", body=body, **fields)


def text_of(file: Any) -> str:
    pages = RenderedPage.objects.filter(rendering__document=file).order_by("number")
    return " ".join(pages.values_list("text", flat=True))


def test_there_are_sixty_words():
    assert len(set(WORDS)) == len(WORDS) == 60


def test_each_word_is_found_however_it_is_typed(client, place):
    page = make_text(place)
    refresh_search_each_minute(timestamp=0)
    for word in WORDS:
        assert len({tuple(folded_words(each)) for each in spellings(word)}) == 1, word
        bare = strip_marks(word)
        # "nor" without marks is how Telex types the Vietnamese "nỏ".
        for typed in {word, word if decoded(bare) else bare}:
            answer = client.get("/tim-kiem/", {"q": typed})
            assert page.url in answer.content.decode(), typed


def test_a_browser_draws_them_whole(chromium, address, place, tmp_path):
    page = make_text(place)
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    screen = context.new_page()
    screen.goto(f"{address}{page.url}")
    session = context.new_cdp_session(screen)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    shown = screen.locator(".prose p")
    texts = shown.all_inner_texts()
    assert [each for each in texts if each in WORDS] == list(WORDS)
    assert all(shown.evaluate_all(f"all => all.map({DRAWN})"))
    found = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".prose p"})
    for node in found["nodeIds"]:
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert used
        assert not any("LastResort" in each["familyName"] for each in used)
    printed = screen.pdf()
    context.close()
    # Recognition knows Vietnamese alone, so an officer compares the text with the picture first.
    pages = RenderedPage.objects.filter(rendering__document=make_readable(printed, "trang.pdf"))
    read = " ".join(text or draft for text, draft in pages.values_list("text", "draft"))
    assert [word for word in WORDS if word not in read] == []


def test_a_word_file_is_read_with_them(place):
    document, out = Document(), io.BytesIO()
    for word in WORDS:
        document.add_paragraph(word)
    document.save(out)
    file = make_readable(out.getvalue(), "tu.docx")
    make_material(place, "Từ", language="jra", files=[MaterialFile(file=file)])
    read = text_of(file).split()
    assert [word for word in WORDS if word not in read] == []
