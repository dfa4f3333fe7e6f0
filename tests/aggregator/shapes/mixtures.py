"""Feeds and lists in rare mixtures of formats, and attacks on portals that are read already."""

import json
from collections.abc import Callable
from html import escape
from typing import NamedTuple
from unicodedata import normalize

from tests.factories.portals import Answer

from .made import DATED, GUID, LINE, Article, Shape, Visit, fed, listed, page, rss
from .rarer import FEED, LIST

ATOM = "http://www.w3.org/2005/Atom"
RFC = "{a.day:%a, %d %b %Y %H:%M:%S +0700}"


def each(form: str, around: str = "{}") -> Callable[[Visit], bytes]:
    """Return a document with `form` filled for each article and set into `around`."""

    def make(visit: Visit) -> bytes:
        rows = "".join(
            form.format(a=a, v=visit, title=escape(a.title), twice=escape(escape(a.title)))
            for a in visit.articles
        )
        return around.replace("{}", rows).replace("{site}", visit.site).encode()

    return make


def atom(entry: str, head: str = "") -> Callable[[Visit], bytes]:
    return each(f"<entry>{entry}</entry>", f'<feed xmlns="{ATOM}" {head}>{{}}</feed>')


def json_of(item: Callable[[Article, Visit], dict]) -> Callable[[Visit], bytes]:
    def make(visit: Visit) -> bytes:
        items = [item(a, visit) for a in visit.articles]
        return b"\xef\xbb\xbf" + json.dumps({"version": "https://jsonfeed.org/version/1",
                                             "items": items}).encode()  # fmt: skip

    return make


def channel(item: str, head: str = "") -> Callable[[Visit], bytes]:
    return each(
        f"<item>{item}</item>",
        f'<rss version="2.0" xmlns:a="{ATOM}" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>STP</title>{head}{{}}</channel></rss>",
    )


LINK = "<link>{v.site}/tin/{a.number}</link>"
TITLE = "<title>{title}</title>"
DATE = f"<pubDate>{RFC}</pubDate>"

FORMATS = {
    "Atom of relative links and markup in titles": Shape(
        atom("<title type='html'>&lt;b&gt;{twice}&lt;/b&gt;</title><link href='tin/{a.number}'/>"
             "<id>tag:stp,2026:{a.number}</id><updated>{a.day:%Y-%m-%dT%H:%M:%S+07:00}</updated>",
             head='xml:base="{site}/vi/"')
    ),
    "Atom that names itself before the article": Shape(
        atom("<link rel='self' href='{v.site}/atom/{a.number}'/><link rel='alternate' "
             "href='{v.site}/tin/{a.number}'/><id>urn:{v.session}:{a.number}</id>" + TITLE
             + "<published>{a.day:%Y-%m-%dT%H:%M:%SZ}</published>")
    ),
    "RDF with the address as an attribute": Shape(
        each("<item rdf:about='{v.site}/tin/{a.number}'>" + TITLE
             + "<dc:date>{a.day:%Y-%m-%d}</dc:date></item>",
             '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
             ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF>')
    ),
    "entries of Atom in a channel of RSS": Shape(
        each("<a:entry><a:title>{title}</a:title><a:link href='{v.site}/tin/{a.number}'/>"
             "<a:updated>{a.day:%Y-%m-%dT%H:%M:%SZ}</a:updated></a:entry>",
             f'<a:feed xmlns:a="{ATOM}">{{}}</a:feed>')
    ),
    "link of Atom in an item of RSS": Shape(
        channel(TITLE + "<a:link href='{v.site}/tin/{a.number}'/>" + DATE)
    ),
    "JSON Feed with an address for an id": Shape(
        json_of(lambda a, v: {"id": f"{v.site}/tin/{a.number}", "title": a.title,
                              "date_published": a.day.isoformat()})
    ),
    "JSON Feed under sessions with moving dates": Shape(
        json_of(lambda a, v: {"id": f"{v.session}{a.number}", "title": a.title,
                              "url": f"{v.site}/tin/{a.number}.html?ma={v.session}",
                              "date_published": (v.hour - (v.hour - a.day) / 9).isoformat()})
    ),
    "one guid for everything": Shape(channel(TITLE + LINK + "<guid>stp</guid>" + DATE)),
    "guid alone": Shape(channel(TITLE + "<guid>{v.site}/tin/{a.number}</guid>" + DATE)),
    "blanks in links": Shape(
        channel(TITLE + "<link>\n\t {v.site}/tin/{a.number} \n</link>" + DATE)
    ),
    "links without a scheme": Shape(
        each("<item>" + TITLE + "<link>/tin/{a.number}</link>" + DATE + "</item>",
             "<rss version='2.0'><channel><link>{site}</link>{}</channel></rss>")
    ),
    "names of letters without a document type": Shape(
        lambda v: FEED(v).replace("à".encode(), b"&agrave;").replace("ê".encode(), b"&ecirc;")
    ),
    "windows-1252 that is UTF-8": Shape(
        lambda v: FEED(v).replace(b'encoding="UTF-8"', b'encoding="windows-1252"')
    ),
    "UTF-16 that says UTF-8": Shape(lambda v: b"\xff\xfe" + FEED(v).decode().encode("utf-16-le")),
    "days in Vietnamese": Shape(
        channel(TITLE + LINK + "<pubDate>Thứ tư, {a.day:%d/%m/%Y %I:%M} CH</pubDate>")
    ),
    "days in the future": Shape(channel(TITLE + LINK + "<pubDate>01/01/2099</pubDate>")),
    "days of 1970": Shape(channel(TITLE + LINK + "<dc:date>1970-01-01T00:00:00Z</dc:date>")),
    "seconds since 1970": Shape(channel(TITLE + LINK + "<pubDate>{a.day:%s}</pubDate>")),
    "counted in the title": Shape(
        channel("<title>{title} ({v.number} bình luận)</title>" + LINK + DATE)
    ),
    "twice in the feed": Shape(
        lambda v: channel(TITLE + LINK + DATE)(v).replace(
            b"</channel>",
            channel(TITLE + LINK.replace("</", "?utm_source=rss</") + DATE)(v)
            .partition(b"<title>STP</title>")[2],
        )
    ),
    "moving dates and sessions": Shape(
        fed("{v.site}/tin/{a.number}-bai.html?phien={v.session}", GUID,
            date="<pubDate>{v.hour:%a, %d %b %Y} 0{v.number}:{a.number}:00 +0700</pubDate>")
    ),
    "list of split letters": Shape(
        listed(LINE, "./tin/../tin/{a.number}", lambda title: normalize("NFD", title)), DATED
    ),
    "list whose addresses end in a session": Shape(
        listed(LINE, "/tin/bai-{a.number}000.html?xem={v.session}"), DATED
    ),
}  # fmt: skip


class Attack(NamedTuple):
    """What a portal answers on the bad day. `held` items wait; without any, the answer is refused
    with `outcome`."""

    shape: Shape
    answer: Callable[[Visit], Answer]
    held: int = 0
    outcome: str = ""


def spam(title: str, link: str, excerpt: str = "") -> Callable[[Visit], Answer]:
    """Return the known feed with one more item."""
    item = (
        f"<item><title>{title}</title><link>{link}</link><description>{excerpt}</description>"
        "<pubDate>Wed, 25 Nov 2026 08:00:00 +0700</pubDate></item>"
    ).encode()
    return lambda v: (200, {}, FEED(v).replace(b"<item>", item + b"<item>", 1))


def shown(body: bytes) -> Callable[[Visit], Answer]:
    return lambda _: (200, {"Content-Type": "text/html; charset=utf-8"}, body)


HOME = "https://stp.example.vn/tin/"
MENU = (
    "<ul>" + "".join(f"<li class=tin><a href='/m{n}'>Mục {n}</a></li>" for n in range(9)) + "</ul>"
)
BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    "<rss version='2.0'><channel>" + "<item><title>&c;</title></item>" * 3 + "</channel></rss>"
)
ATTACKS = {
    "gambling on the portal itself": Attack(
        Shape(FEED), spam("Tin nóng: NHÀ  CÁI uy tín", "{site}/tin/999"), held=1
    ),
    "gambling in split letters": Attack(
        Shape(FEED), spam(normalize("NFD", "Nhà cái uy tín số một"), "{site}/tin/998"), held=1
    ),
    "gambling between letters that nobody sees": Attack(
        Shape(FEED), spam("Nhà\u200b c\u00adái uy tín số một", "{site}/tin/997"), held=1
    ),
    "gambling in the excerpt": Attack(
        Shape(FEED), spam("Tin trong tỉnh", "{site}/tin/996", "Tải game nổ hũ tại đây"), held=1
    ),
    "another website": Attack(
        Shape(FEED), spam("Tin trong tỉnh", "https://xau.example.net/1"), held=1
    ),
    "name of the portal before an at sign": Attack(
        Shape(FEED), spam("Tin trong tỉnh", "https://stp.example.vn@xau.example.net/1"), held=1
    ),
    "a script for a link": Attack(
        Shape(FEED), spam("Tin trong tỉnh", "javascript:alert(1)"), held=1
    ),
    "heading of a missing page as news": Attack(
        Shape(FEED), spam("Trang không tồn tại", "{site}/tin/995"), held=1
    ),
    "feed of another website": Attack(
        Shape(FEED),
        lambda v: (200, {}, rss("".join(
            f"<item><title>Chuyện lạ số {n}</title><link>https://xau.example.net/{n}</link></item>"
            for n in range(4)))),
        held=4,
    ),
    "base address of another website": Attack(
        Shape(LIST, DATED),
        shown(page("<base href='https://xau.example.net/'><ul><li class=tin>"
                   "<a href='/1'>Tin trong tỉnh</a> <span>25/11/2026</span></ul>")),
        held=1,
    ),
    "list that says it does not exist": Attack(
        Shape(LIST, DATED), shown(page(f"<h1>Lỗi 404</h1>{MENU}")), outcome="not_found"
    ),
    "menu below a missing page": Attack(
        Shape(LIST, {"item": "li"}),
        shown(page(f"<h2>Không tìm thấy trang bạn yêu cầu</h2>{MENU}")),
        outcome="not_found",
    ),
    # What an entity stands for is never read: a title of its name waits.
    "file of the server in an entity": Attack(
        Shape(FEED),
        shown(b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0">'
              b"<channel><item><title>&x;</title></item></channel></rss>"),
        held=1,
    ),
    "entities that multiply": Attack(Shape(FEED), shown(BOMB.encode()), held=1),
    "way to the page to sign in": Attack(
        Shape(FEED), lambda v: (301, {"Location": f"{v.site}/dang-nhap"}, b""), outcome="not_a_feed"
    ),
    "way into the closed network": Attack(
        Shape(FEED), lambda v: (302, {"Location": "http://169.254.169.254/"}, b""),
        outcome="refused_address",
    ),
}  # fmt: skip
