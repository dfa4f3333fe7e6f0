"""Formats of portals written on 02/12/2026, without looking at the reader."""

import datetime as dt
import gzip
import json
from dataclasses import replace
from email.utils import format_datetime
from xml.sax.saxutils import escape

from .unseen import (
    NOW,
    XML,
    Form,
    Item,
    Visit,
    again,
    answer,
    channel,
    feed_of,
    make_items,
    page,
    row,
    rows,
)


def once_more(body: str | bytes, items: list[Item], kind: str = XML) -> Form:
    """Return a feed with this body at two visits."""
    return again(Form("/rss", [Visit({"/rss": answer(body, kind)}, items)]))


def atom_of(entries: list[str], head: str = 'xmlns="http://www.w3.org/2005/Atom"') -> str:
    return f'<?xml version="1.0"?><feed {head}><title>Tin</title>{"".join(entries)}</feed>'


def whole_texts() -> Form:
    """The texts of the articles with their own links, and the names of others' feeds as sources."""
    items = make_items("/tin-tuc/{n}-bai.html", 5)
    more = (
        "<content:encoded><![CDATA[<p>Xem <a href='BASE/tin-tuc/1-khac.html'>tin khác</a>"
        "<title>không phải tiêu đề</title>]]></content:encoded>"
        "<source url='BASE/khac.rss'>Báo khác</source><media:content url='BASE/a.jpg'>"
        "<media:title>Ảnh minh họa</media:title></media:content>"
    )
    root = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return feed_of(
        [each.replace("</item>", f"{more}</item>") for each in rows(items)], items, root=root
    )


def atom_in_two_languages() -> Form:
    """Titles as XHTML; the English page as second alternate."""
    items = make_items("/vi/tin/{n}")
    entries = [
        f'<entry><id>tag:x,{n}</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        f"<b>{escape(i.title)}</b></div></title>"
        f'<link rel="edit" href="BASE/api{i.path}"/>'
        f'<link rel="alternate" hreflang="vi" href="BASE{i.path}"/>'
        f'<link rel="alternate" hreflang="en" href="BASE{i.path.replace("vi", "en")}"/>'
        f"<published>{i.date.isoformat()}</published><updated>{NOW.isoformat()}</updated></entry>"
        for n, i in enumerate(items)
    ]
    return once_more(atom_of(entries), items, "application/atom+xml")


def atom_03() -> Form:
    """Atom as it was in 2003."""
    items = make_items("/entry.php?id={n}")
    entries = [
        f"<entry><title mode='escaped'>{escape(escape(i.title))}</title>"
        f"<link rel='alternate' type='text/html' href='BASE{escape(i.path)}'/>"
        f"<issued>{i.date.isoformat()}</issued><modified>{NOW.isoformat()}</modified></entry>"
        for i in items
    ]
    return once_more(atom_of(entries, 'version="0.3" xmlns="http://purl.org/atom/ns#"'), items)


def rdf_with_prefix() -> Form:
    """RSS 1.0 in which every name has a prefix."""
    items = make_items("/{n}.aspx")
    body = "".join(
        f'<rss:item rdf:about="BASE{i.path}"><rss:title>{escape(i.title)}</rss:title>'
        f"<rss:link>BASE{i.path}</rss:link><dc:date>{i.date.isoformat()}</dc:date></rss:item>"
        for i in items
    )
    return once_more(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:rss="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<rss:channel rdf:about='BASE/'><rss:title>Tin</rss:title></rss:channel>{body}</rdf:RDF>",
        items,
        "application/rdf+xml",
    )


def named_letters() -> Form:
    """Vietnamese letters as entities of HTML, which XML does not know."""
    items = make_items("/tin/{n}")
    names = {"à": "&agrave;", "ý": "&yacute;", "â": "&acirc;", "ô": "&ocirc;", "Â": "&Acirc;"}
    written = [row(i, title="".join(names.get(c, c) for c in i.title)) for i in items]
    doctype = (
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    )
    return feed_of(written, items, head=doctype)


def two_channels() -> Form:
    """Two channels in one document."""
    items = make_items("/tin/{n}")
    first, second = "".join(rows(items[:2])), "".join(rows(items[2:]))
    return once_more(
        f"<rss version='2.0'><channel><title>Tin</title>{first}</channel>"
        f"<channel><title>Sự kiện</title>{second}</channel></rss>",
        items,
    )


def zones_by_name() -> Form:
    """Zones called ICT, GMT+7 and +07, one date with the month in full."""
    items = make_items("/tin/{n}.html")
    forms = ("%a, %d %b %Y %H:%M:%S ICT", "%d/%m/%Y %H:%M GMT+7", "%Y-%m-%d %H:%M:%S+07")
    dates = [
        i.date.strftime(f) for i, f in zip(items, [*forms, "%d %B %Y %H:%M +0700"], strict=True)
    ]
    return feed_of([row(i, pubDate=d) for i, d in zip(items, dates, strict=True)], items)


def dates_in_words() -> Form:
    """ "Thứ tư, 25/11/2026, 17:55 (GMT+7)"."""
    items = make_items("/tin/{n}.html")
    days = ("hai", "ba", "tư", "năm", "sáu", "bảy")
    said = [f"Thứ {days[i.date.weekday()]}, {i.date:%d/%m/%Y, %H:%M} (GMT+7)" for i in items]
    return feed_of([row(i, pubDate=d) for i, d in zip(items, said, strict=True)], items)


def in_capitals() -> Form:
    """Every name of the document in capitals, which no reader of feeds accepts: refused."""
    items = make_items("/TIN/{n}.HTML")
    body = "".join(
        f"<ITEM><TITLE>{escape(i.title)}</TITLE><LINK>BASE{i.path}</LINK>"
        f"<PUBDATE>{format_datetime(i.date)}</PUBDATE></ITEM>"
        for i in items
    )
    feed = answer(f"<RSS VERSION='2.0'><CHANNEL><TITLE>x</TITLE>{body}</CHANNEL></RSS>")
    return again(Form("/rss", [Visit({"/rss": feed}, reason="html_page")]))


def encoded_twice() -> Form:
    """UTF-8 that was taken for latin-1 and encoded again."""
    items = make_items("/tin/{n}")
    return once_more(channel(rows(items)).encode().decode("latin-1").encode(), items)


def cut_off() -> Form:
    """A feed that ends in the middle of its fourth entry, later a whole one."""
    items = make_items("/tin/{n}.html", 5)
    whole = channel(rows(items))
    cut = whole[: whole.index("<pubDate>", whole.index(items[3].path))]
    first = Visit({"/rss": answer(cut)}, items[:3], reason="truncated")
    return Form("/rss", [first, Visit({"/rss": answer(whole)}, items)])


def zipped_twice() -> Form:
    """Packed by the program, then by the server."""
    items = make_items("/tin/{n}.html")
    # The address of the portal is not filled in after packing.
    written = [row(i, link=i.path, guid=i.path) for i in items]
    body = gzip.compress(gzip.compress(channel(written).replace("BASE", "").encode()))
    shown = (200, {"Content-Type": XML, "Content-Encoding": "gzip"}, body)
    return again(Form("/rss", [Visit({"/rss": shown}, items)]))


def based() -> Form:
    """A list below <base>, whose cards are links with everything inside."""
    items = make_items("/cong/tin/{n}.html")
    cards = "".join(
        f"<a class=card href='tin/{i.path.rpartition('/')[2]}'><img alt=''><h3>{i.title}</h3>"
        f"<time datetime='{i.date:%Y-%m-%dT%H:%M:%S%z}'>{i.date:%d/%m}</time></a>"
        for i in items
    )
    visit = Visit({"/vi/ds": page(cards, "<base href='BASE/cong/'>")}, items)
    options = {"item": "a.card", "title": "h3", "date": "time"}
    return again(Form("/vi/ds", [visit], "html_list", options))


def day_over_rows() -> Form:
    """A table in which one cell with a date spans the articles of that day."""
    items = [
        Item(i.title, i.path, i.date.replace(hour=8, minute=0), day_only=True)
        for i in make_items("/tin/{n}", 4, hours=24)
    ]
    body = "".join(
        f"<tr class=r><td class=d>{i.date:%d/%m/%Y}<td><a href='{i.path}'>{i.title}</a></tr>"
        for i in items
    )
    visit = Visit({"/ds": page(f"<table>{body}</table>")}, items)
    options = {"item": "tr.r", "title": "a", "date": ".d"}
    return again(Form("/ds", [visit], "html_list", options))


def two_dates() -> Form:
    """A table of documents with a head of two rows, in force before issued."""
    items = [
        Item(i.title, i.path, i.date.replace(hour=0, minute=0, second=0), day_only=True)
        for i in make_items("/vb/{n}", 4, hours=50)
    ]
    body = "".join(
        f"<tr><td>{n}<td><a href='{i.path}'>{70 + n}/2026/QĐ-UBND</a><td>"
        f"{i.date + dt.timedelta(days=45):%d/%m/%Y}<td>{i.date:%d/%m/%Y}<td>{i.title}</tr>"
        for n, i in enumerate(items)
    )
    head = (
        "<tr><th rowspan=2>STT<th rowspan=2>Số, ký hiệu<th colspan=2>Ngày<th rowspan=2>Trích yếu"
        "</tr><tr><th>Có hiệu lực<th>Ban hành</tr>"
    )
    named = [
        replace(i, title=f"số {70 + n}/2026/QĐ-UBND ngày {i.date:%d/%m/%Y}: {i.title}")
        for n, i in enumerate(items)
    ]
    visit = Visit({"/vb": page(f"<table>{head}{body}</table>")}, named)
    return again(Form("/vb", [visit], "document_table"))


def edges() -> Form:
    """GraphQL: nodes in edges."""
    items = make_items("/bai/{n}")
    nodes = [
        {"node": {"title": i.title, "slug": i.path[5:], "at": i.date.isoformat()}} for i in items
    ]
    body = json.dumps({"data": {"posts": {"edges": nodes, "pageInfo": {"hasNextPage": True}}}})
    options = {
        "items": "data.posts.edges", "title": "node.title",
        "link": "/bai/{node.slug}", "date": "node.at",
    }  # fmt: skip
    shown = answer(body, "application/json")
    return again(Form("/api", [Visit({"/api": shown}, items)], "json_list", options))


def by_number() -> Form:
    """JSON: an object whose names are the numbers of the articles."""
    items = make_items("/bai/{n}")
    value = {
        "list": {
            i.path[5:]: {"t": i.title, "u": i.path, "d": f"{i.date:%d/%m/%Y %H:%M}"} for i in items
        }
    }
    options = {"items": "list", "title": "t", "link": "u", "date": "d"}
    shown = answer(json.dumps(value, ensure_ascii=False), "application/json")
    return again(Form("/api", [Visit({"/api": shown}, items)], "json_list", options))


def named_parts() -> Form:
    """JSON-LD: the list is the main entity of the page, its rows have names and addresses alone."""
    items = [Item(i.title, i.path, None) for i in make_items("/tin/{n}")]
    listed = [
        {"@type": "ListItem", "position": n, "name": i.title, "url": f"BASE{i.path}"}
        for n, i in enumerate(items, 1)
    ]
    whole = {
        "@context": "https://schema.org", "@type": "CollectionPage",
        "mainEntity": {"@type": "ItemList", "itemListElement": listed},
    }  # fmt: skip
    body = page("<h1>Tin</h1>", f"<script type='application/ld+json'>{json.dumps(whole)}</script>")
    return again(Form("/tin", [Visit({"/tin": body}, items)], "ld_json"))


def three_links_each() -> Form:
    """Each article is linked by its picture, its title and "Xem thêm"."""
    items = [Item(i.title, i.path, None) for i in make_items("/chi-tiet/bai-viet-{n}.html")]
    body = "".join(
        f"<div><a href='{i.path}'><img src=a.jpg alt='Ảnh'></a><a href='{i.path}#top'>{i.title}</a>"
        f"<a href='{i.path}?ref=more'>Xem thêm</a></div>"
        for i in items
    )
    visit = Visit({"/ds": page(body)}, items)
    return again(Form("/ds", [visit], "link_list", {"pattern": "/chi-tiet/*-#.html"}))


def news_map() -> Form:
    """A sitemap for news, with the titles in another namespace."""
    items = make_items("/tin/{n}.html")
    body = "".join(
        f"<url><loc>BASE{i.path}</loc><lastmod>{NOW.isoformat()}</lastmod><n:news><n:publication>"
        f"<n:name>Cổng</n:name></n:publication><n:publication_date>{i.date.isoformat()}"
        f"</n:publication_date><n:title>{escape(i.title)}</n:title></n:news></url>"
        for i in items
    )
    shown = answer(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{body}</urlset>',
        "application/xml",
    )
    return again(Form("/news.xml", [Visit({"/news.xml": shown}, items)], "sitemap"))


LATER_FORMS = [
    whole_texts,
    atom_in_two_languages,
    atom_03,
    rdf_with_prefix,
    named_letters,
    two_channels,
    zones_by_name,
    dates_in_words,
    in_capitals,
    cut_off,
    zipped_twice,
    based,
    day_over_rows,
    two_dates,
    edges,
    by_number,
    named_parts,
    three_links_each,
    news_map,
    encoded_twice,
]
