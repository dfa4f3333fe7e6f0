"""English is found wherever it stands on a screen: tests/tenancy/matrix.py reads them all."""

import pytest

from tests.words.english import english_texts, english_words
from tests.words.texts import texts_of_html


@pytest.mark.parametrize(
    "html",
    [
        "<p>Save draft</p>",
        '<button aria-label="Toggle sidebar"></button>',
        '<input placeholder="Search…">',
        '<input type="submit" value="Search">',
        """<div data-props='{"label": "Comments"}'></div>""",
        '<script type="application/json">{"items": [{"text": "Choose a page"}]}</script>',
        '<div data-w-tooltip-content-value="Sort by title"></div>',
        "<td>May</td>",
        "<p>Đã lưu trang “Bài” successfully.</p>",
    ],
)
def test_english_is_found_wherever_it_stands(html):
    assert list(english_texts(texts_of_html(html)))


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định 100/2019/NĐ-CP ngày 30/12/2019",
        "Chỉ nhận tệp PDF, tối đa 10 MB; xem https://example.vn/a-page",
        "Đắk Lắk, Quy Nhơn, Pleiku",
    ],
)
def test_vietnamese_is_left_alone(text):
    assert english_words(text) == []
