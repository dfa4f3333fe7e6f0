"""English is found wherever it stands on a screen: tests/tenancy/test_matrix.py reads them all."""

from typing import Any

import pytest
from django.test import Client
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from tests.tenancy.crawl import Crawl
from tests.tenancy.visits import Visit
from tests.words.english import english_texts, english_words
from tests.words.texts import texts_of_html


def test_an_english_entry_of_the_menu_is_found(cast, reads):
    def add_entry(request: Any, items: list[MenuItem]) -> None:
        items.append(MenuItem("Archive", "/"))

    crawl = Crawl(cast, {"wagtailadmin_home"}, reads)
    with hooks.register_temporarily("construct_main_menu", add_entry):
        crawl.look_everywhere(Visit(Client(), cast, "author", reads=reads))
    assert crawl.reading.english() == ["Archive: Archive (author /admin/)"]


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
