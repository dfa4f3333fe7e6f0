"""Feeds of portals, written without looking at the reader."""

import datetime as dt
import gzip
import json
import unicodedata
from email.utils import format_datetime
from xml.sax.saxutils import escape

from .unseen import (
    MINUTE,
    NOW,
    VN,
    XML,
    Form,
    Item,
    Visit,
    again,
    answer,
    channel,
    feed_of,
    make_items,
    make_new,
    page,
    row,
    rows,
)

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def liferay() -> Form:
    """Atom with titles encoded twice and a way back that differs at each visit."""
    items = make_items("/web/guest/tin-tuc/-/asset_publisher/Xy8k/content/id/{n}")
    items[0].title += ' & "lan tỏa"'
    items[1].title = f"Chỉ thị “05” <không> hồi tố – {items[1].title}"

    def visit(number: int) -> Visit:
        entries = "".join(
            f"<entry><title>{escape(escape(i.title))}</title>"
            f'<link href="BASE{i.path}?redirect=%2Fweb%2Fguest%2Fhome%3Fp_p_id%3D{number}"/>'
            f"<id>BASE{i.path}?redirect={number}</id><published>{i.date.isoformat()}</published>"
            f"<updated>{(NOW + number * MINUTE).isoformat()}</updated></entry>"
            for i in items
        )
        atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{entries}</feed>'
        return Visit({"/rss": answer(atom, "text/xml")}, items)

    return Form("/rss", [visit(n) for n in range(3)])


def zipped() -> Form:
    """A feed packed by gzip without saying so."""
    items = make_items("/2026/11/bai-{n}/", 6)
    packed = gzip.compress(channel(rows(items)).replace("BASE", "").encode())
    return again(Form("/rss", [Visit({"/rss": answer(packed)}, items)]))


def joomla() -> Form:
    """Blank lines and a mark before the prolog, blanks inside CDATA, dates as people write them."""
    items = make_items("/index.php/tin-tuc/{n}-bai-viet")
    written = [
        row(
            i,
            title=f"<![CDATA[\n\t{i.title} ]]>",
            link=f"<![CDATA[ BASE{i.path} ]]>",
            pubDate=f"{i.date:%d/%m/%Y %H:%M:%S}",
        )
        for i in items
    ]
    body = answer("\r\n\n\ufeff" + channel(written), "text/html; charset=utf-8")
    return again(Form("/rss", [Visit({"/rss": body}, items)]))


def drupal() -> Form:
    """Relative links below xml:base, entities encoded three times, guids that are no addresses."""
    items = make_items("/vi/node/{n}")
    items[1].title += " & 'Ngày Tư pháp'"
    title = escape(escape(escape(items[1].title).replace("'", "&#039;")))
    written = [row(i, link=i.path[1:], guid=f"{i.path[9:]} at BASE") for i in items]
    written[1] = row(items[1], title=title, link=items[1].path[1:], guid="x at BASE")
    return feed_of(written, items, root='xml:base="BASE/"')


def guid_alone() -> Form:
    """The address stands in the guid alone; a year of two digits."""
    items = make_items("/tabid/74/newsid/{n}/Default.aspx")
    return feed_of(
        [row(i, link=None, pubDate=f"{i.date:%d %b %y %H:%M} +0700") for i in items], items
    )


def in_1258(text: str) -> bytes:
    """Encode composed Vietnamese as windows-1258 wants it: base letters, then tones."""
    parts = []
    for letter in unicodedata.normalize("NFC", text):
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in _TONES)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
        parts.append(base + tone)
    return "".join(parts).encode("cp1258")


def rdf() -> Form:
    """RDF 1.0 in windows-1258."""
    items = make_items("/tin/{n}.htm")
    written = "".join(
        f'<item rdf:about="BASE{i.path}"><title>{i.title}</title><link>BASE{i.path}</link>'
        f"<dc:date>{i.date.isoformat()}</dc:date></item>"
        for i in items
    )
    body = in_1258(
        '<?xml version="1.0" encoding="windows-1258"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="BASE/"><title>Tin</title>'
        f"<link>BASE/</link></channel>{written}</rdf:RDF>"
    )
    return again(Form("/rss", [Visit({"/rss": answer(body, "application/rdf+xml")}, items)]))


def lying_utf16() -> Form:
    """UTF-8 that calls itself UTF-16."""
    items = make_items("/bai/{n}")
    return feed_of(rows(items), items, head='<?xml version="1.0" encoding="utf-16"?>')


def lying_utf8() -> Form:
    """UTF-16 that calls itself UTF-8."""
    items = make_items("/bai/{n}")
    body = channel(rows(items)).encode("utf-16")
    return again(Form("/rss", [Visit({"/rss": answer(body, XML)}, items)]))


def json_feed() -> Form:
    """JSON Feed with numbers as ids and relative addresses."""
    items = make_items("/tin/{n}")
    written = [
        {
            "id": n,
            "url": i.path,
            "title": i.title,
            "date_published": i.date.isoformat(),
            "tags": None,
        }
        for n, i in enumerate(items)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Tin", "items": written}
    body = answer(json.dumps(feed), "application/feed+json")
    return again(Form("/rss", [Visit({"/rss": body}, items)]))


def same_guid() -> Form:
    """Every guid is 0."""
    items = make_items("/tin-{n}.html", 5)
    more = [*make_new(1), *items]
    return Form(
        "/rss", [Visit({"/rss": answer(channel(rows(i, guid="0")))}, i) for i in (items, more)]
    )


def sessions() -> Form:
    """Sessions in the path, and the date of each visit as the date of each article."""
    items = make_items("/tin/{n}")

    def visit(number: int) -> Visit:
        date = format_datetime(NOW + (5 * number - 1) * MINUTE)
        written = [
            row(i, link=f"BASE{i.path};jsessionid=9F{number}A0B1C2D3E4F5", pubDate=date, guid=None)
            for i in items
        ]
        undated = [Item(i.title, i.path, None) for i in items]
        return Visit({"/rss": answer(channel(written))}, undated)

    return Form("/rss", [visit(n) for n in range(3)])


def copies() -> Form:
    """Each article again for readers of AMP and of mobile pages."""
    items = make_items("/bai-viet-{n}.html", 3)
    amp = [Item(i.title, i.path.replace(".html", ".amp"), i.date) for i in items]
    mobile = [Item(i.title, f"/m{i.path}", i.date) for i in items]
    every = [item for three in zip(items, amp, mobile, strict=True) for item in three]
    return feed_of(rows(every), items)


def login() -> Form:
    """A feed, a page to sign in at its address, the feed again with one article more."""
    items = make_items("/tin/{n}")
    more = [*make_new(1), *items]
    form = page("<h1>Đăng nhập</h1><form><input name=u><input type=password></form>")
    return Form(
        "/rss",
        [
            Visit({"/rss": answer(channel(rows(items)))}, items),
            Visit({"/rss": form}, items, reason="html_page"),
            Visit({"/rss": answer(channel(rows(more)))}, more),
        ],
    )


def redirects() -> Form:
    """A feed, endless redirects, a feed that has moved for good."""
    items = make_items("/tin/{n}.html")
    feed = answer(channel(rows(items)))
    loop = {f"/rss?r={n}": (302, {"Location": f"/rss?r={n + 1}"}, b"") for n in range(20)}
    moved = {"/rss": (301, {"Location": "/moi.xml"}, b""), "/moi.xml": feed}
    return Form(
        "/rss",
        [
            Visit({"/rss": feed}, items),
            Visit({"/rss": loop["/rss?r=0"], **loop}, items, reason="too_many_redirects"),
            Visit(moved, items),
        ],
    )


def pictures() -> Form:
    """Six megabytes, nearly all of them pictures inside the texts."""
    items = make_items("/tin/{n}.html", 5)
    text = f'<![CDATA[<p>Tóm tắt</p><img src="data:image/jpeg;base64,{"A" * 1_200_000}">]]>'
    return Form("/rss", [Visit({"/rss": answer(channel(rows(items, description=text)))}, items)])


def corrected_slug() -> Form:
    """A title in capitals at a misspelt address; later both are right."""
    right, *rest = make_items("/hoi-nghi-trien-khai-luat-{n}.html")
    wrong = Item(right.title.upper(), right.path.replace("nghi", "ngi"), right.date)
    return Form(
        "/rss",
        [
            Visit({"/rss": answer(channel(rows([one, *rest])))}, rest, [one])
            for one in (wrong, right)
        ],
    )


def month_first() -> Form:
    """American dates, one of which could be read as a day of January, and a year typed wrong."""
    items = make_items("/News/{n}", 3, hours=26)
    items.append(Item("Đầu tháng", "/News/1", dt.datetime(2026, 11, 1, 8, 5, tzinfo=VN)))
    late = Item("Năm sai", "/News/2", dt.datetime(2062, 3, 14, 8, 5, tzinfo=VN))
    written = [row(i, pubDate=f"{i.date:%m/%d/%Y %I:%M:%S %p}") for i in [*items, late]]
    late.date = None
    return feed_of(written, [*items, late])


FEEDS = [
    liferay,
    zipped,
    joomla,
    drupal,
    guid_alone,
    rdf,
    lying_utf16,
    lying_utf8,
    json_feed,
    same_guid,
    sessions,
    copies,
    login,
    redirects,
    pictures,
    corrected_slug,
    month_first,
]
