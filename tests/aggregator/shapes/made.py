"""Pages and feeds in the shapes of real Vietnamese portals, made anew for each visit."""

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from tests.core.test_legacy_encodings import in_tcvn3, in_vni

VIETNAM = dt.timezone(dt.timedelta(hours=7))
NOW = dt.datetime(2026, 11, 25, 19, tzinfo=VIETNAM)
SUBJECTS = (
    "Ủy ban nhân dân tỉnh hướng dẫn đăng ký hộ tịch lưu động",
    "Quyết định của Bộ trưởng Bộ Tư pháp về trợ giúp pháp lý",
    "Thủ tướng Chính phủ chỉ đạo phổ biến Luật Đất đai",
    "Hội đồng nhân dân thông qua nghị quyết về học phí",
    "Công bố thủ tục hành chính lĩnh vực chứng thực",
    "Tập huấn nghiệp vụ hòa giải ở cơ sở cho cán bộ xã",
    "Những điểm mới của Luật Bảo hiểm xã hội",
    "Lấy ý kiến nhân dân về dự thảo nghị định mới",
    "Giải đáp vướng mắc khi sang tên quyền sử dụng đất",
)


class Article(NamedTuple):
    """One article of a portal; the first is news at the second visit."""

    number: int
    title: str
    day: dt.datetime


ARTICLES = [
    Article(40 - n, title, NOW - dt.timedelta(days=n, hours=2)) for n, title in enumerate(SUBJECTS)
]


class Visit(NamedTuple):
    """What the portal shows at a visit, under an address and with session values of its own."""

    site: str
    number: int
    articles: Sequence[Article]

    @property
    def session(self) -> str:
        return f"s{self.number}Xy{self.number * 7919}"

    @property
    def hour(self) -> dt.datetime:
        return NOW + dt.timedelta(hours=self.number - 1)

    @property
    def way_back(self) -> str:
        return quote(f"{self.site}/vi/tin?cur={self.session}", safe="")


@dataclass(frozen=True)
class Shape:
    """A portal: how its body looks, and how many of its nine articles are public in the end."""

    make: Callable[[Visit], bytes]
    options: dict[str, str] = field(default_factory=dict)
    public: int = len(ARTICLES)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return "html_list" if self.options else "rss"


def page(items: str, *, charset: str = "utf-8", codec: str = "utf-8") -> bytes:
    head = f"<!DOCTYPE html><html><head><meta charset={charset}><title>STP</title></head><body>"
    return f"{head}<ul class=menu><li>Menu</li></ul>{items}</body></html>".encode(codec)


def rss(items: str, *, charset: str = "UTF-8", codec: str = "utf-8") -> bytes:
    dc = "http://purl.org/dc/elements/1.1/"
    head = f'<?xml version="1.0" encoding="{charset}"?><rss version="2.0" xmlns:dc="{dc}">'
    return f"{head}<channel><title>STP</title>{items}</channel></rss>".encode(codec)


def listed(
    row: str, link: str, written: Callable[[str], str] = str, **encoding: str
) -> Callable[[Visit], bytes]:
    """Return a page of rows; `row` and `link` are formats over article and visit."""

    def make(visit: Visit) -> bytes:
        rows = (
            row.format(
                a=a,
                title=written(a.title),
                href=link.format(a=a, v=visit).replace("&", "&amp;"),
                ago=ago(a),
            )
            for a in visit.articles
        )
        return page("".join(rows) + f"<i>{visit.session}</i>", **encoding)

    return make


def fed(
    link: str,
    *parts: str,
    written: Callable[[str], str] = str,
    date: str = "<pubDate>{a.day:%a, %d %b %Y %H:%M:%S +0700}</pubDate>",
    **encoding: str,
) -> Callable[[Visit], bytes]:
    """Return an RSS feed; `link` and further `parts` are formats over article and visit."""

    def make(visit: Visit) -> bytes:
        form = "".join(("<item><title>{title}</title><link>{href}</link>", date, *parts, "</item>"))
        return rss(
            "".join(
                form.format(
                    a=a,
                    v=visit,
                    title=written(a.title),
                    href=link.format(a=a, v=visit).replace("&", "&amp;"),
                )
                for a in visit.articles
            ),
            **encoding,
        )

    return make


def ago(article: Article) -> str:
    hours = round((NOW - article.day) / dt.timedelta(hours=1))
    if hours < 24:
        return f"{hours} giờ trước"
    return "Hôm qua, 17:00" if hours < 48 else f"{hours // 24} ngày trước"


def wrapped(visit: Visit) -> bytes:
    ways = (
        "https://www.google.com/url?sa=t&amp;url={}&amp;ved={}",
        "https://l.facebook.com/l.php?u={}&amp;h={}",
        "https://zalo.me/share?u={}&amp;t={}",
    )
    items = (
        f"<item><title>{a.title}</title><pubDate>{a.day:%d/%m/%Y %H:%M}</pubDate><link>"
        + ways[a.number % 3].format(quote(f"https://stp.example.vn/tin/{a.number}", safe=""),
                                    visit.session)
        + "</link></item>"
        for a in visit.articles
    )  # fmt: skip
    return rss("".join(items))


def json_feed(visit: Visit) -> bytes:
    items = [
        {"id": a.number, "url": f"{visit.site}/tin/{a.number}", "title": a.title,
         "date_published": a.day.isoformat()}
        for a in visit.articles
    ]  # fmt: skip
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "STP", "items": items}
    ).encode()


def in_1258(text: str) -> str:
    """Return a text with its tones apart, as windows-1258 has them."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    parts = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in apart if mark in tones)
        rest = "".join(mark for mark in apart if mark not in tones)
        parts.append(unicodedata.normalize("NFC", rest) + tone)
    return "".join(parts)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


TABLE = "<tr><td>{a.number}</td><td><a href='{href}'>{title}</a></td><td>{a.day:%d/%m/%Y}</td></tr>"
LINE = "<li class=tin><a href='{href}'>{title}</a> <span>{a.day:%d/%m/%Y %H:%M}</span></li>"
BARE = "<li class=tin><a href='{href}'>{title}</a></li>"
DATED = {"item": "li.tin", "date": "span"}
UNDATED = {"item": "li.tin"}
OF_TABLE = {"item": "tr", "title": "a", "date": "td:last-child"}
GUID = '<guid isPermaLink="false">{a.number}-{v.session}</guid>'
NO_DATE = ""
LIFERAY = "/web/guest/tin/-/asset_publisher/aB1/content/bai-{a.number}"

SHAPES = {
    "SharePoint list": Shape(
        listed(LINE, "/Pages/tin.aspx?ItemID={a.number}&Source={v.way_back}"), DATED
    ),
    "SharePoint form": Shape(
        listed(TABLE, "/Lists/VB/DispForm.aspx?ID={a.number}&Source={v.way_back}&IsDlg=1"), OF_TABLE
    ),
    "SharePoint feed": Shape(
        fed("{v.site}/Lists/VB/DispForm.aspx?ID={a.number}&Source={v.way_back}", GUID)
    ),
    "SharePoint undated": Shape(
        listed(
            BARE, "/Pages/tin.aspx?ItemID={a.number}&Source={v.way_back}&InitialTabId={v.session}"
        ),
        UNDATED,
    ),
    "Liferay publisher": Shape(
        listed(LINE, LIFERAY + "?p_p_auth={v.session}&inheritRedirect=false&redirect={v.way_back}"),
        DATED,
    ),
    "Liferay undated": Shape(
        listed(BARE, LIFERAY + "?p_auth={v.session}&redirect={v.way_back}"), UNDATED
    ),
    "Liferay portlet": Shape(
        listed(LINE, "/tin?p_p_id=56&_56_INSTANCE_x_redirect={v.way_back}&id={a.number}"), DATED
    ),
    "Liferay feed": Shape(
        fed("{v.site}" + LIFERAY + "?p_auth={v.session}&inheritRedirect=true", GUID)
    ),
    "ADF page": Shape(
        listed(
            LINE,
            "/portal/stp/tin?dDocName=STP{a.number}&_adf.ctrl-state={v.session}&_afrLoop={v.number}7&_afrWindowMode=0",
        ),
        DATED,
    ),
    "ADF undated": Shape(
        listed(
            BARE,
            "/faces/tin/{a.number};jsessionid={v.session}?_afrWindowId=w{v.number}&_adf.ctrl-state={v.session}",
        ),
        UNDATED,
    ),
    "Drupal view": Shape(
        listed(
            "<div class=views-row><h3><a href='{href}'>{title}</a></h3>"
            "<span>T5, {a.day:%d/%m/%Y} - 09:00</span></div>",
            "/vi/node/{a.number}",
        ),
        {"item": ".views-row", "date": "span"},
    ),
    "Drupal feed": Shape(
        fed(
            "{v.site}/node/{a.number}",
            "<guid isPermaLink='false'>{a.number} at {v.site}</guid>",
            "<dc:creator>admin</dc:creator>",
        )
    ),
    "DotNetNuke page": Shape(
        listed(
            LINE,
            "/tabid/96/ArticleID/{a.number}/Default.aspx?returnurl={v.way_back}&SkinSrc=x{v.number}",
        ),
        DATED,
    ),
    "DotNetNuke feed": Shape(
        fed("{v.site}/Default.aspx?tabid=96&id={a.number}&returnurl={v.way_back}", GUID)
    ),
    "plain table": Shape(listed(TABLE, "vb/{a.number}.htm"), OF_TABLE),
    "days in brackets": Shape(
        listed(
            "<li class=tin><a href='{href}'>{title}</a> ({a.day:%d/%m})</li>", "vb/{a.number}.htm"
        ),
        UNDATED,
    ),
    "hours ago": Shape(
        listed(
            "<li class=tin><a href='{href}'>{title}</a> <span>{ago}</span></li>",
            "vb/{a.number}.htm",
        ),
        DATED,
    ),
    "undated page": Shape(listed(BARE, "/tin-{a.number}.html"), UNDATED),
    "undated feed": Shape(fed("{v.site}/tin/{a.number}", date=NO_DATE)),
    "session in the path": Shape(
        listed(LINE, "/(S(abcdefgh{v.session}))/tin.aspx?id={a.number}"), DATED
    ),
    "unknown session, dated": Shape(fed("{v.site}/vi/tin/{a.number}?phien={v.session}", GUID)),
    "unknown session, undated": Shape(
        fed("{v.site}/vi/tin/{a.number}?phien={v.session}", date=NO_DATE)
    ),
    "TCVN3 feed": Shape(fed("{v.site}/tin/{a.number}", written=in_tcvn3)),
    "TCVN3 bytes": Shape(
        fed("{v.site}/tin/{a.number}", written=in_tcvn3, charset="windows-1252", codec="latin-1")
    ),
    "TCVN3 page": Shape(
        listed(LINE, "/tin/{a.number}", in_tcvn3, charset="iso-8859-1", codec="latin-1"), DATED
    ),
    "VNI feed": Shape(fed("{v.site}/tin/{a.number}", written=in_vni)),
    "VNI bytes": Shape(fed("{v.site}/tin/{a.number}", written=in_vni, codec="latin-1")),
    "VNI page": Shape(listed(LINE, "/tin/{a.number}", in_vni), DATED),
    "windows-1258": Shape(
        fed("{v.site}/tin/{a.number}", written=in_1258, charset="windows-1258", codec="cp1258")
    ),
    "letters apart": Shape(fed("{v.site}/tin/{a.number}", written=decomposed)),
    "wrapped links": Shape(wrapped),
    "parts of a page": Shape(
        fed("{v.site}/thong-bao#muc{a.number}", "<guid isPermaLink='false'>m{a.number}</guid>")
    ),
    "JSON Feed": Shape(json_feed),
    "no titles": Shape(fed("{v.site}/wps/{a.number}", written=lambda _: "Lib Site"), public=0),
}
