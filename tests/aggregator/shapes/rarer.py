"""Rarer shapes of portals: old lists, odd bytes, addresses and titles that change."""

import gzip
import html
from collections.abc import Callable

from .made import (
    BARE,
    DATED,
    GUID,
    LINE,
    NO_DATE,
    UNDATED,
    Article,
    Shape,
    Visit,
    fed,
    in_1258,
    listed,
    page,
)

type Make = Callable[[Visit], bytes]

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
FEED, LIST = fed("{v.site}/tin/{a.number}"), listed(LINE, "/tin/{a.number}")
OLD_SITE = "http://www.stp.example.vn"
PORTLET = "_com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_x"
PICTURE = "<li class=tin><a href='{href}' %s><img src=a.jpg %s></a><span>{a.day:%%d/%%m/%%Y}</span>"
CUT_SHORT = PICTURE.replace("></a>", ">{title:.20}...</a>")
PAGES = (
    "<li class=tin>Trang <a href=\"javascript:__doPostBack('p','2')\">2</a></li>"
    "<li class=tin><a href=\"javascript:__doPostBack('p','3')\">Trang sau</a></li>"
)


def rows(row: Callable[[Article, Visit], str]) -> Make:
    """Return a page of rows that no format can write."""
    return lambda visit: page("".join(row(a, visit) for a in visit.articles))


def dated_as(written: Callable[[Article], str]) -> Shape:
    line = "<li class=tin><a href='/tin/{0.number}'>{0.title}</a> <span>{1}</span></li>"
    return Shape(rows(lambda a, _: line.format(a, written(a))), DATED)


def weekday(article: Article) -> str:
    return WEEKDAYS[article.day.weekday()]


def in_turn(*makes: Make) -> Make:
    """Return what looks one way at the first visit and another at the second."""
    return lambda visit: makes[visit.number - 1](visit)


def misspelt(make: Make) -> Make:
    """Return a portal that mends the titles which it still shows at the second visit."""

    def made(visit: Visit) -> bytes:
        if visit.number > 1:
            return make(visit)
        *shown, last = visit.articles
        wrong = [a._replace(title=a.title.replace("h", "hh", 1)) for a in shown]
        return make(visit._replace(articles=[*wrong, last]))

    return made


def wordpress(visit: Visit) -> bytes:
    feed = fed(
        "{v.site}/tin/{a.number}/?utm_source=rss&utm_campaign={v.session}",
        "<guid isPermaLink='false'>{v.site}/?p={a.number}</guid>"
        "<description><![CDATA[<p>Nội dung &#8230; <a href='#'>Đọc tiếp</a></p>"
        "<p>The post X appeared first on <a href='#'>STP</a>.</p>]]></description>",
    )(visit)
    return b"\xef\xbb\xbf\n\n\n" + feed + f"<!-- Cached {visit.session} -->".encode()


def k2(article: Article, visit: Visit) -> str:
    link = f"/index.php/tin/item/{article.number}-bai"
    return (
        f"<div class=itemContainer><span class=catItemDateCreated>{weekday(article)}, "
        f"{article.day:%d} Tháng {article.day.month} {article.day:%Y} 08:15</span>"
        f"<h3 class=catItemTitle><a href='{link}?Itemid=1&amp;start={visit.number}'>\n"
        f" {article.title} \n<span><sup>Nổi bật</sup></span></a></h3>"
        f"<a class=k2ReadMore href='{link}'>Xem tiếp ...</a></div>"
    )


def counted(article: Article, visit: Visit) -> str:
    return (
        f"<li class=tin><a href='/tin/{article.number}?s={visit.session}'>{article.title} "
        f"<em>({article.number * visit.number} lượt xem)</em></a> <span>{article.day:%d/%m/%Y}"
        f"</span></li>"
    )


def marked_as_new(article: Article, visit: Visit) -> str:
    mark = "<b>MỚI</b>" if visit.number == 1 else ""
    return (
        f"<li class=tin><a href='/tin/{article.number}?s={visit.session}'>{article.title} {mark}"
        f"</a> <span>{article.day:%d/%m/%Y}</span></li>"
    )


def shown_above(visit: Visit) -> bytes:
    """Return a list whose first article stands above it as well, with the visitor's way to it."""
    first = visit.articles[0]
    above = f"<li class=tin><a href='/tin/{first.number}?utm_term=1'>{first.title}</a></li>"
    return LIST(visit).replace(b"<ul", above.encode() + b"<ul", 1)


RARER = {
    "K2 of Joomla": Shape(
        rows(k2),
        {"item": ".itemContainer", "title": ".catItemTitle a", "date": ".catItemDateCreated"},
    ),
    "WordPress feed": Shape(wordpress),
    "Liferay 7": Shape(
        listed(
            LINE.replace("<span>", "<span>Đăng ngày "),
            f"/web/stp/tin/-/asset_publisher/x/content/bai-{{a.number}}?{PORTLET}_assetEntryId="
            f"{{a.number}}&{PORTLET}_redirect={{v.way_back}}&p_l_back_url={{v.way_back}}",
        ),
        DATED,
    ),
    "pages by POST": Shape(lambda v: LIST(v).replace(b"<i>", PAGES.encode()), DATED),
    "base and dots": Shape(
        lambda v: listed(LINE, "../../tin/./{a.number}")(v).replace(
            b"<ul", b"<base href='/web/guest/'><ul", 1
        ),
        DATED,
    ),
    "XHTML": Shape(lambda v: b"<?xml version='1.0' encoding='utf-8'?>\n" + LIST(v), DATED),
    "weekday": dated_as(lambda a: f"{weekday(a)}, {a.day:%d/%m/%Y %H:%M}"),
    "day in words": dated_as(lambda a: f"ngày {a.day.day} tháng {a.day.month} năm {a.day.year}"),
    "short year": dated_as(lambda a: f"{a.day:%d-%m-%y}"),
    "box of a day": dated_as(lambda a: f"<b>{a.day.day}</b> Th{a.day.month}"),
    "clock of Java": dated_as(lambda a: f"{a.day:%a %b %d %H:%M:%S} ICT {a.day.year}"),
    "hour first": dated_as(lambda a: f"{a.day:%H:%M} | {a.day:%d.%m.%Y}"),
    "hour in words": dated_as(lambda a: f"Cập nhật lúc {a.day:%Hh%M}' ngày {a.day:%d/%m/%Y}"),
    "title in an attribute": Shape(listed(PICTURE % ("title='{title}'", ""), "/{a.number}"), DATED),
    "title of a picture": Shape(listed(PICTURE % ("", "alt='{title}'"), "/{a.number}"), DATED),
    "title cut short beside a picture": Shape(
        listed(CUT_SHORT % ("title='Xem bài viết này'", "alt='{title}'"), "/{a.number}"), DATED
    ),
    "bullets": Shape(listed(LINE.replace("{title}", "» {title}"), "/tin/{a.number}"), DATED),
    "window of its own": Shape(
        listed(
            "<li class=tin><a href=\"javascript:window.open('{href}')\">{title}</a></li>",
            "/tin.aspx?id={a.number}",
        ),
        UNDATED,
    ),
    "in two menus": Shape(
        lambda v: LIST(v) + listed(LINE, "/tin/{a.number}?menu=2")(v).partition(b"</ul>")[2], DATED
    ),
    "files alone": Shape(
        lambda v: (
            FEED(v)
            .replace(b"<link>", b"<enclosure type='application/pdf' url='")
            .replace(b"</link>", b"'/>")
        )
    ),
    "time of the answer": Shape(
        fed(
            "{v.site}/tin/{a.number}",
            date="<pubDate>{v.hour:%a, %d %b %Y %H:%M:%S +0700}</pubDate>",
        )
    ),
    "session of PHP": Shape(
        fed("{v.site}/?sid=0f{v.number}a8c1b2d3e4f5a6b7c8d9e0f1a2b3&id={a.number}", date=NO_DATE)
    ),
    "counted": Shape(rows(counted), DATED),
    "new ones are marked": Shape(rows(marked_as_new), DATED),
    "shown above as well": Shape(shown_above, DATED),
    "title mended": Shape(misspelt(fed("{v.site}/tin/{a.number}", GUID))),
    "title mended, undated": Shape(misspelt(listed(BARE, "/tin/{a.number}")), UNDATED),
    "title mended with its address": Shape(
        misspelt(fed("{v.site}/tin/{a.title}-{a.number}.html", "<guid>{a.number}</guid>"))
    ),
    "title of a list mended with its address": Shape(
        misspelt(listed(LINE, "/tin/{a.title}-70{a.number}.html")), DATED
    ),
    "http, then https": Shape(
        in_turn(fed(OLD_SITE + "/tin/{a.number}/", GUID), fed("https://stp.example.vn/tin/{a.number}"))
    ),
    "another host": Shape(in_turn(fed(OLD_SITE + "/{a.number}"), fed("https://a.vn/{a.number}"))),
    "tracked": Shape(
        fed("{v.site}/{a.number}?utm_medium={v.session}&fbclid={v.session}", date=NO_DATE)
    ),
    "jsessionid": Shape(
        fed("{v.site}/tin.html;jsessionid={v.session}.node{v.number}?id={a.number}", date=NO_DATE)
    ),
    "letters in the address": Shape(
        in_turn(
            listed(LINE, "/tin/bài viết-{a.number}"),
            listed(LINE, "/tin/b%c3%a0i%20vi%E1%BA%BFt-{a.number}"),
        ),
        DATED,
    ),
    "escaped twice": Shape(
        fed(
            "{v.site}/tin?a=1&amp;id={a.number}",
            written=lambda title: html.escape(html.escape(f"<b>{title}</b>&nbsp;")),
        )
    ),
    "windows-1258 that says UTF-8": Shape(
        listed(LINE, "/tin/{a.number}", in_1258, codec="cp1258"), DATED
    ),
    "UTF-16 feed": Shape(lambda v: FEED(v).decode().encode("utf-16")),
    "UTF-16 without a mark": Shape(lambda v: FEED(v).decode().encode("utf-16-le")),
    "UTF-16 page": Shape(lambda v: LIST(v).decode().encode("utf-16"), DATED),
    "packed twice": Shape(
        lambda v: gzip.compress(gzip.compress(FEED(v))), headers={"Content-Encoding": "gzip"}
    ),
    "packed, unsaid": Shape(lambda v: gzip.compress(LIST(v)), DATED),
}  # fmt: skip
