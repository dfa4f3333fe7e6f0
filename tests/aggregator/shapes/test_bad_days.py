"""A portal has a bad day: nothing of it becomes news, and nothing is lost or comes twice after."""

import datetime as dt

import pytest

from aggregator.models import LibraryItem, Source
from tests.factories.portals import Answer
from tests.factories.sections import make_source

from .made import ARTICLES, DATED, UNDATED, Shape, Visit, page, rss
from .rarer import FEED, LIST

HOUR = dt.timedelta(hours=1)
HTML = {"Content-Type": "text/html; charset=utf-8"}
LOGIN = page(
    "<form><input name=u><input type=password></form><ul><li class=tin>"
    "<a href='/quen-mat-khau'>Quên mật khẩu?</a></li><li class=tin><a href='/dang-ky'>Đăng ký</a>"
    "</li><li class=tin><a href='/huong-dan.html'>Hướng dẫn sử dụng Cổng dịch vụ công</a></li></ul>"
)
CLOSED = "Cổng thông tin điện tử đang được bảo trì, vui lòng quay lại sau"
DAYS: dict[str, Answer] = {
    "maintenance": (200, HTML, page(f"<h1>{CLOSED}</h1>")),
    "maintenance as news": (
        200, HTML, rss(f"<item><title>{CLOSED}</title><link>https://a.vn/bt</link></item>")
    ),
    "maintenance in the list": (
        200, HTML, page(f"<ul><li class=tin><a href='/bao-tri.html'>{CLOSED}</a></li></ul>")
    ),
    "a gate": (200, HTML, page("<div class=g-recaptcha></div>Tôi không phải là người máy")),
    "a script that comes back": (
        200, HTML, b"<html><script>document.cookie='D1N=1';location.reload()</script></html>"
    ),
    "a page to sign in": (302, {"Location": "/dang-nhap"}, b""),
    "nothing": (200, HTML, b""),
    "blanks": (200, HTML, b"\r\n \r\n"),
    "no items": (200, {}, rss("")),
    "an empty list": (200, HTML, page("<ul></ul><p>Chưa có tin</p>")),
    "half a feed": (200, {}, rss("<item><title>Tin</title><link>https://a.vn/t")[:-40]),
    "words of a database": (200, HTML, b"<br /><b>Warning</b>: mysqli_connect(): Too many"),
    "an answer for programs": (200, {}, b'{"error": "Service Unavailable", "items": []}'),
    "an error": (500, {}, b""),
}  # fmt: skip
PORTALS = {
    "feed": Shape(FEED),
    "list": Shape(LIST, DATED),
    "undated list": Shape(LIST, UNDATED),
    "any link": Shape(LIST, {"item": "li", "title": "a"}),
}


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("shape", PORTALS.values(), ids=PORTALS)
def test_a_bad_day_leaves_no_trace(db, portal, refresh, shape: Shape, day: str):
    source = make_source(
        url=f"{portal.url}/tin", kind=shape.kind, options=shape.options, trusted=True
    )
    portal.pages["/dang-nhap"] = (200, HTML, LOGIN)

    def visit(hours: int, answer: Answer) -> Source:
        portal.pages["/tin"] = answer
        refresh(source, after=hours * HOUR)
        return source

    def shows(number: int, articles: list) -> Answer:
        return 200, HTML, shape.make(Visit(portal.url, number, articles))

    visit(0, shows(1, ARTICLES[1:]))
    for hours in (1, 2):
        visit(hours, DAYS[day])
    visit(3, shows(2, ARTICLES[:-1]))
    shown = [item.title.lower() for item in LibraryItem.objects.published()]
    assert sorted(shown) == sorted(article.title.lower() for article in ARTICLES)
