"""On the narrowest phone nothing is cut off, squeezed or left alone in its row."""

from typing import Any

import pytest

from tests.browser.public_pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
NARROW = {"width": 320, "height": 640}

# The browser does not measure placeholders, so each is measured as a value.
CUT_EXAMPLES = """[...document.querySelectorAll("input[placeholder]")].map(field => {
    field.value = field.placeholder;
    return [field.placeholder, field.scrollWidth - field.clientWidth];
}).filter(([, over]) => over > 1)"""
ROWS_OF_ANSWERS = """Object.values(Object.groupBy(
    document.querySelectorAll(".rating__answers button"),
    button => Math.round(button.getBoundingClientRect().top),
)).map(row => row.length)"""
# Space above and below the words of what can be unfolded.
TIGHT = """[...document.querySelectorAll(".fold > summary")].filter(summary => {
    const words = document.createRange();
    const lines = [...summary.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
        .flatMap(node => (words.selectNodeContents(node), [...words.getClientRects()]));
    const outer = summary.getBoundingClientRect();
    return lines.some(line => line.top - outer.top < 4 || outer.bottom - line.bottom < 4);
}).map(summary => summary.innerText)"""
# Words of a table or of a title that are broken over lines, one letter under the other.
TORN = """[...document.querySelectorAll(".table-box :is(th, td), .news :is(a, b, p, strong)")]
    .flatMap(cell => [...cell.childNodes].filter(node => node.nodeType === Node.TEXT_NODE))
    .flatMap(node => [...node.data.matchAll(/[^\\s/-]+/g)].map(word => {
        const place = document.createRange();
        place.setStart(node, word.index);
        place.setEnd(node, word.index + word[0].length);
        return [word[0], new Set([...place.getClientRects()].map(line => line.top)).size];
    })).filter(([, lines]) => lines > 1)"""


@pytest.fixture
def phone(tab: Any) -> Any:
    tab.set_viewport_size(NARROW)
    return tab


@pytest.mark.parametrize("name", ["hub", "agency home", "month", "need", "place"])
def test_examples_fit_their_fields(phone, name):
    PAGES[name].open_in(phone)
    assert phone.evaluate("document.querySelectorAll('input[placeholder]').length")
    assert phone.evaluate(CUT_EXAMPLES) == []


@pytest.mark.parametrize(("width", "rows"), [(320, [1, 1, 1]), (360, [3])])
def test_no_answer_stands_alone_in_its_row(phone, width, rows):
    phone.set_viewport_size({"width": width, "height": 640})
    PAGES["hub"].open_in(phone)
    assert phone.evaluate(ROWS_OF_ANSWERS) == rows


@pytest.mark.parametrize("name", ["document", "article"])
def test_folded_questions_of_several_lines_keep_apart(phone, name):
    PAGES[name].open_in(phone)
    assert phone.evaluate("document.querySelectorAll('.fold > summary').length")
    assert phone.evaluate(TIGHT) == []


@pytest.mark.parametrize("name", ["hub", "figures"])
def test_no_word_is_torn_where_a_small_phone_shows_everything_in_double_size(phone, name):
    phone.set_viewport_size({"width": 180, "height": 400})
    PAGES[name].open_in(phone)
    assert phone.evaluate(TORN) == []
