"""Lists, tables and JSON of portals, written without looking at the reader."""

import datetime as dt
import json
from html import escape

from .unseen import HTML, NOW, Form, Item, Visit, again, answer, make_items, page

_DAYS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")


def aspnet() -> Form:
    """Addresses that are all parameters; "Thứ Ba, 01/12/2026 08:05 SA"."""
    items = make_items("/Default.aspx?sname=tuphap&sid=4&pageid=468&id={n}&catname=tin-tuc")

    def when(date: dt.datetime) -> str:
        half = "SA" if date.hour < 12 else "CH"
        return f"Thứ {_DAYS[date.weekday()]}, {date:%d/%m/%Y %I:%M} {half}"

    body = "".join(
        f'<div class="item"><a href="{escape(i.path)}"><img src=/a.jpg alt=""></a><h3>'
        f'<a href="{escape(i.path)}">{i.title}</a></h3>'
        f'<span class="date">{when(i.date)}</span></div>'
        for i in items
    )
    paging = '<div class=paging><a href="?page=2">2</a><a href="?page=3">Trang sau</a></div>'
    visit = Visit({"/tin": page(body + paging)}, items)
    options = {"item": ".item", "title": "h3 a", "date": ".date"}
    return again(Form("/tin", [visit], "html_list", options))


def relative_times() -> Form:
    """Ages in words, which change from visit to visit."""
    items = make_items("/tin/{n}-bai-viet.html", 5)
    ages = (dt.timedelta(minutes=20), dt.timedelta(hours=3), *map(dt.timedelta, (1, 3, 5)))
    for item, age in zip(items, ages, strict=True):
        item.date, item.day_only = NOW - age, age.days > 0
    said = (
        ("20 phút trước", "3 giờ trước", "1 ngày trước", "3 ngày trước", "5 ngày trước"),
        ("25 phút trước", "3 tiếng trước", "Hôm qua", "3 ngày trước", "5 ngày trước"),
    )

    def visit(words: tuple[str, ...]) -> Visit:
        body = "".join(
            f'<li><a href="{i.path}">{i.title}</a> <i class=time>{word}</i></li>'
            for i, word in zip(items, words, strict=True)
        )
        return Visit({"/tin": page(f"<ul class=news>{body}</ul>")}, items)

    options = {"item": "ul.news li", "title": "a", "date": ".time"}
    return Form("/tin", [visit(words) for words in said], "html_list", options)


def pinned() -> Form:
    """A pinned article, the most read ones with short titles, and "read more" beside each."""
    items = make_items("/tin-hoat-dong/bai-viet-{n}", 6, hours=20)
    read = "".join(f'<li><a href="{i.path}?from=hot">{i.title[:30]}...</a></li>' for i in items[:3])
    body = "".join(
        f'<article><h2><a href="{i.path}">{i.title}</a></h2><time>{i.date:%H:%M | %d-%m-%Y}</time>'
        f'<a href="{i.path}">Xem thêm</a></article>'
        for i in items
    )
    top = f'<div class="pinned"><a href="{items[5].path}#top">{items[5].title}</a></div>'
    visit = Visit(
        {"/tin": page(f"<aside><ul>{read}</ul></aside>{top}<section>{body}</section>")}, items
    )
    options = {"item": "section article", "title": "h2 a", "date": "time"}
    return again(Form("/tin", [visit], "html_list", options))


def maintenance() -> Form:
    """A list, rows that say that the portal is closed, the list again."""
    items = make_items("/tin/{n}.html")
    for item in items:
        item.day_only = True
    closed = ["Hệ thống đang bảo trì, vui lòng quay lại sau", "Liên hệ đường dây nóng kỹ thuật"]
    listed = page(
        "".join(
            f'<div class=row><a href="{i.path}">{i.title}</a><em>({i.date:%d.%m.%Y})</em></div>'
            for i in items
        )
    )
    down = page(
        "".join(f"<div class=row><a href=/bt{n}>{t}</a></div>" for n, t in enumerate(closed))
    )
    options = {"item": ".row", "title": "a", "date": "em"}
    visits = [
        Visit({"/tin": shown}, items, held=held)
        for shown, held in ((listed, []), (down, closed), (listed, closed))
    ]
    return Form("/tin", visits, "html_list", options)


def script_page() -> Form:
    """A page that a script fills."""
    body = '<html><script src=/_next/main.js></script><div id="__next"></div></html>'
    visit = Visit({"/tin": answer(body, HTML)}, reason="script_page")
    return again(Form("/tin", [visit], "html_list", {"item": ".item", "title": "a"}))


def sharepoint_table() -> Form:
    """A table of documents whose numbers are the links."""
    items = make_items("/vanban/DispForm.aspx?ID={n}&Source=%2Fvanban", hours=48)
    written = ""
    for n, item in enumerate(items):
        item.day_only, about, number = True, item.title, f"{112 + n}/QĐ-UBND"
        item.title = f"số {number} ngày {item.date:%d/%m/%Y}: {about}"
        written += (
            f'<tr><td>{n}</td><td><a href="{escape(item.path)}">{number}</a></td>'
            f"<td>{item.date.day}/{item.date.month}/2026</td><td>{about}</td></tr>"
        )
    head = "<th>STT</th><th>Số, ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th>"
    visit = Visit({"/vb": page(f"<table><tr>{head}</tr>{written}</table>")}, items)
    return again(Form("/vb", [visit], "document_table"))


def ld_graph() -> Form:
    """An ItemList inside @graph, of objects with two types."""
    items = make_items("/tin-tuc/{n}.html")
    listed = [
        {
            "@type": "ListItem",
            "item": {
                "@type": ["NewsArticle", "Article"],
                "headline": i.title,
                "url": f"BASE{i.path}",
                "datePublished": i.date.isoformat(),
            },
        }
        for i in items
    ]
    graph = [
        {"@type": "Organization", "name": "Sở Tư pháp", "url": "BASE/"},
        {"@type": "ItemList", "itemListElement": listed},
    ]
    data = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    head = f'<script type="application/ld+json">{data}</script>'
    visit = Visit({"/tin": page("<div id=app></div>", head)}, items)
    return again(Form("/tin", [visit], "ld_json"))


def json_form(value: object, public: list[Item], **options: str) -> Form:
    """Return a JSON document that is read twice."""
    body = answer("\ufeff" + json.dumps(value), "text/plain")
    return again(Form("/api", [Visit({"/api": body}, public)], "json_list", options))


def odata() -> Form:
    """SharePoint's lists: /Date(ms)/."""
    items = make_items("/sites/stp/tin/{n}.aspx")
    results = [
        {"Title": i.title, "FileRef": i.path, "At": f"/Date({int(i.date.timestamp())}000)/"}
        for i in items
    ]
    value = {"d": {"results": results}}
    return json_form(value, items, items="d.results", title="Title", link="FileRef", date="At")


def wordpress() -> Form:
    """WordPress: entities in titles, local dates without a zone."""
    items = make_items("/{n}/bai-viet/")
    value = [
        {
            "date": f"{i.date:%Y-%m-%dT%H:%M:%S}",
            "link": f"BASE{i.path}",
            "title": {"rendered": f"&#8220;{i.title}&#8221; &#8211; tin mới"},
        }
        for i in items
    ]
    for item in items:
        item.title = f"“{item.title}” – tin mới"
    return json_form(value, items, title="title.rendered", link="link", date="date")


def epoch() -> Form:
    """Milliseconds since 1970; later one title is corrected."""
    items = make_items("/chi-tiet/{n}")
    fixed = [Item(f"{items[0].title} (cập nhật)", items[0].path, items[0].date), *items[1:]]
    options = {
        "items": "data.content",
        "title": "tieuDe",
        "link": "duongDan",
        "date": "ngayDang",
    }

    def visit(shown: list[Item]) -> Visit:
        content = [
            {"tieuDe": f" {i.title}\n", "duongDan": i.path, "ngayDang": i.date.timestamp() * 1000}
            for i in shown
        ]
        body = answer(json.dumps({"data": {"content": content}}), "text/plain")
        return Visit({"/api": body}, shown)

    return Form("/api", [visit(items), visit(fixed)], "json_list", options)


PAGES = [
    aspnet,
    relative_times,
    pinned,
    maintenance,
    script_page,
    sharepoint_table,
    ld_graph,
    odata,
    wordpress,
    epoch,
]
