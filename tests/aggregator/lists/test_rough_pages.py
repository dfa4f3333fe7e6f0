"""Lists in markup that makes reading hard: the first proposal has these titles and days."""

import datetime as dt

import pytest

from aggregator.feeds.dates import VIETNAM
from aggregator.feeds.html import read_page
from aggregator.found_lists.in_json import lists_in_json
from aggregator.found_lists.in_pages import lists_in_page

URL = "https://portal.vn/phap-luat"
NOW = dt.datetime(2026, 12, 1, 3, 0, tzinfo=dt.UTC)
TITLES = ("Giao đất ở cho hộ nghèo", "Hòa giải thành ở buôn Kte", "Thi tìm hiểu Luật Biên phòng")
DAYS = ("2026-11-27", "2026-11-13", "2026-10-05")
SHOWN = ("27/11/2026", "13/11/2026", "05/10/2026")
ITEMS = tuple(zip(range(31, 34), TITLES, SHOWN, strict=True))
WANTED = [f"{day} {title}" for day, title in zip(DAYS, TITLES, strict=True)]


def each(shape: str) -> str:
    return "".join(shape.format(n=n, title=title, day=day) for n, title, day in ITEMS)


PAGES = {
    "the summary is a link too": each(
        "<article><a href='/b-{n}.html'><img src=a></a><h3 class=title-news>"
        "<a href='/b-{n}.html'>{title}</a></h3>"
        "<p class=description><a href='/b-{n}.html'>Tóm tắt dài hơn tiêu đề nhiều chữ.</a></p>"
        "<span class=date>{day}</span></article>"
    ),
    "only 'read more' is a link": each(
        "<div class=o><h3>{title}</h3><p>Ngày đăng {day}</p><a href='/b/{n}'>Xem chi tiết</a></div>"
    ),
    "the link runs a script": each(
        "<p><a href='javascript:void(0)' onclick=\"location.href='/b/{n}.html'\">{title}</a>"
        " <i>{day}</i></p>"
    ),
    "one link around title and date": "<ul>"
    + each("<li><a href='/b/{n}'>{title} <span>{day}</span></a></li>")
    + "</ul>",
    "one link around title, summary and date": each(
        "<a href='/b/{n}'><div><strong>{title}</strong><p>Tóm tắt của bài viết.</p>"
        "<p>{day}</p></div></a>"
    ),
    "rows of a table": "<table>"
    + each("<tr><td>{n}</td><td><a href='/b?id={n}'>{title}</a></td><td>{day}</td><td>9</td></tr>")
    + "</table>",
    "definitions": "<dl>" + each("<dt>{day}</dt><dd><a href='b/{n}'>{title}</a></dd>") + "</dl>",
    "a date in brackets in the link": each("<p><a href='/b/{n}'>{title} ({day})</a></p>"),
    "titles in capitals with a badge": each(
        "<div><a href='/b/{n}'><b>{title}</b> <span class=badge>Mới</span></a>"
        "<br>Đăng lúc {day}</div>"
    ),
    "a longer box of notices beside it": "<div class=o>"
    + each("<div><a href='/phap-luat/{n}'><img src=a>{title}</a><em>{day}</em></div>")
    + "</div><div class=p><ul>"
    + "".join(f"<li><a href='/tb/{n}'>Thông báo lịch trực số {n}</a> {SHOWN[0]}" for n in range(9))
    + "</ul></div>",
    "another portal's links": each("<p><a href='https://vb.tinh.vn/b/{n}'>{title}</a> {day}</p>"),
    "old tags": "<font><center><table><tr><td>"
    + each("<font size=2>{day}:</font> <a href=xem.php?id={n}><u>{title}</u></a><br>")
    + "</table>",
    "the days are in the addresses alone": "".join(
        f"<div class=o><a href='/{day.replace('-', '/')}/tin.html'>{title}</a></div>"
        for day, title in zip(DAYS, TITLES, strict=True)
    ),
    "comments and counters": each(
        "<div class=n><a href='/b/{n}#c'>12 bình luận</a><h2><a href='/b/{n}'>{title}</a></h2>"
        "<b>Gọi 1234567890</b><small>{day} - Lượt xem: 1.234</small></div>"
    ),
}
DOCUMENTS = {
    "graph": {
        "data": {
            "posts": {
                "edges": [{"node": {"title": t, "uri": f"/b/{n}", "date": d}} for n, t, d in ITEMS]
            }
        }
    },
    "search": {
        "hits": {
            "hits": [
                {"_id": str(n), "_source": {"headline": t, "url": f"/b/{n}", "publish_date": d}}
                for n, t, d in ITEMS
            ]
        }
    },
    "json:api": {
        "data": [
            {
                "type": "article",
                "id": f"{n}",
                "attributes": {"title": t, "created": d, "path": {"alias": f"/b/{n}"}},
                "links": {"self": {"href": f"https://portal.vn/jsonapi/{n}"}},
            }
            for n, t, d in ITEMS
        ]
    },
    "many columns": [
        {
            "STT": n,
            "AnhDaiDien": f"/anh/{n}.jpg",
            "ChuyenMuc": "Pháp luật và đời sống",
            "TieuDe": t,
            "TomTat": f"{t} và những điều cần biết cho người dân.",
            "NgaySua": "30/11/2026",
            "NgayDang": d,
            "Link": f"/b/{n}",
        }
        for n, t, d in ITEMS
    ],
}


def read(feed) -> list[str]:
    return sorted(
        f"{each.published.astimezone(VIETNAM).date() if each.published else ''} {each.title}"
        for each in feed.entries
    )


@pytest.mark.parametrize("markup", PAGES.values(), ids=PAGES)
def test_the_list_of_a_rough_page_is_read(markup):
    page = read_page(f"<!doctype html><html><body>{markup}".encode(), None)
    assert read(lists_in_page(page, url=URL, now=NOW)[0].feed) == sorted(WANTED)


@pytest.mark.parametrize("value", DOCUMENTS.values(), ids=DOCUMENTS)
def test_the_list_of_a_json_document_is_read(value):
    assert read(lists_in_json(value, url=URL, now=NOW)[0].feed) == sorted(WANTED)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Không có liên kết nào.</p>",
        each("<a href='/{n}'>{n}</a> "),
        "<nav>" + each("<a href='/b/{n}'>{title}</a>") + "</nav>",
        each("<a href='https://{n}.vn/'>{title}</a>"),
        each("<a href='/b/1'>{title}</a>"),
        each("<a href='mailto:a{n}@b.vn'>{title}</a>"),
    ],
)
def test_what_is_no_list_is_not_proposed(markup):
    page = read_page(f"<!doctype html><html><body>{markup}".encode(), None)
    assert lists_in_page(page, url=URL, now=NOW) == []
