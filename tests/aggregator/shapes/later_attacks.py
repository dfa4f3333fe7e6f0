"""Odd and hostile portals written on 02/12/2026, without looking at the reader."""

import gzip
import json
from xml.sax.saxutils import escape

from .unseen import (
    HTML,
    MINUTE,
    NOW,
    Form,
    Item,
    Visit,
    answer,
    channel,
    make_items,
    make_new,
    page,
    row,
    rows,
)
from .unseen_attacks import attacked

CARDS = {"item": "li", "title": "a", "date": "time"}


def elsewhere(*links: str, **parts: str) -> Form:
    """Return a feed that suddenly has proper titles at these addresses."""
    new = make_new(len(links))
    written = [row(i, link=k, guid=k, **parts) for i, k in zip(new, links, strict=True)]
    return attacked(written, held=[i.title for i in new])


def lookalikes() -> Form:
    """Hosts that only look like the portal's."""
    return elsewhere(
        "http://127.0.0.1.evil.top/tin/1.html",
        "http://HOST@evil.top/tin/2.html",
        "http://xn--moj-gov-vn-9i3d.top/tin/3.html",
        "http://evil.top#HOST/tin/4.html",
        "//evil.top\\@HOST/tin/5.html",
    )


def foreign_base() -> Form:
    """Short links below another website's xml:base."""
    new = make_new(2)
    written = [row(i, link=i.path, guid=f"g{i.path}") for i in new]
    bad = [each.replace("<item>", '<item xml:base="http://evil.top/">') for each in written]
    return attacked(bad, held=[i.title for i in new])


def foreign_base_of_a_page() -> Form:
    """A list whose <base> is suddenly another website's."""
    good, new = make_items("/tin/{n}", 5), make_new(2)

    def shown(items: list[Item], head: str = "") -> Visit:
        body = "".join(
            f"<li><a href='{i.path}'>{i.title}</a><time>{i.date:%d/%m/%Y %H:%M}</time>"
            for i in items
        )
        # Which address is right, a person says: until then those that are public keep theirs.
        held = [i.title for i in new] if head else []
        return Visit({"/ds": page(f"<ul>{body}</ul>", head)}, good, held=held)

    after = shown([*new, *good], "<base href='http://evil.top/'>")
    return Form("/ds", [shown(good), after, after], "html_list", CARDS)


def led_to_another_feed() -> Form:
    """The feed's address leads to another website's feed."""
    good = make_items("/tin/{n}.html", 5)
    other = [Item(f"Bí quyết đầu tư số {n}", f"/b/{n}", NOW - n * MINUTE) for n in range(1, 7)]
    host = {
        "/rss": (302, {"Location": "http://localhost:PORT/b.rss"}, b""),
        "/b.rss": answer(channel([row(i, link=f"http://localhost:PORT{i.path}") for i in other])),
    }
    first = Visit({"/rss": answer(channel(rows(good)))}, good)
    return Form("/rss", [first, Visit(host, good, held=[i.title for i in other])])


def hidden_words() -> Form:
    """Words of gamblers that a style sheet hides within proper titles."""
    new = make_new(2)
    titles = [
        f"<![CDATA[{i.title}<span style='display:none'>nhà cái uy tín, tài xỉu</span>]]>"
        for i in new
    ]
    written = [row(i, title=t) for i, t in zip(new, titles, strict=True)]
    return attacked(written, held=[], either=new)


def old_spam() -> Form:
    """Thirty texts with dates of seven years ago."""
    many = [
        Item(
            f"Mẹo chọn mua căn hộ giá tốt phần {n}",
            f"/tin/{60000 + n}.html",
            NOW.replace(year=2019),
        )
        for n in range(30)
    ]
    return attacked(rows(many), held=[i.title for i in many])


def long_title() -> Form:
    """One title of 100,000 letters beside a good new one."""
    bad, good = make_new(2)
    return attacked([row(bad, title="Luật " * 20_000), row(good)], either=[bad, good])


def many_visits_of_one() -> Form:
    """One article at forty addresses that only count readers."""
    (new,) = make_new(1)
    keys = ("fbclid", "gclid", "utm_campaign", "zarsrc", "mc_eid")
    links = [f"BASE{new.path}?{key}=x{n}" for n in range(8) for key in keys]
    return attacked([row(new, link=k, guid=k) for k in links], either=[new])


def endless_numbers() -> Form:
    """JSON with numbers that no machine holds and brackets without end."""
    good = make_items("/tin/{n}", 3)
    value = [{"t": i.title, "u": i.path, "d": int(i.date.timestamp() * 1000)} for i in good]
    bad = ("[" * 200_000, '[{"t": "Số", "u": "/x", "d": 1e999999}]', '{"a": ' * 50_000)
    first = Visit({"/api": answer(json.dumps(value), "application/json")}, good)
    after = [
        Visit({"/api": answer(each, "application/json")}, good, held=["Số"][: "Số" in each])
        for each in bad
    ]
    options = {"title": "t", "link": "u", "date": "d"}
    return Form("/api", [first, *after], "json_list", options)


def deep_page() -> Form:
    """A list below a hundred thousand elements."""
    good = make_items("/tin/{n}", 3)
    body = "".join(
        f"<li><a href='{i.path}'>{i.title}</a><time>{i.date:%d/%m/%Y %H:%M}</time></li>"
        for i in good
    )
    deep = Visit({"/ds": page("<div>" * 100_000 + f"<ul>{body}</ul>")}, reason="unreadable")
    return Form("/ds", [deep, deep], "html_list", CARDS)


def bomb() -> Form:
    """A feed that unpacks to 300 MB."""
    good = make_items("/tin/{n}.html", 5)
    big = gzip.compress(channel(rows(make_new(2))).encode() + b" " * 300_000_000, 1)
    after = Visit(
        {"/rss": (200, {"Content-Encoding": "gzip", "Content-Type": "text/xml"}, big)}, good
    )
    return Form("/rss", [Visit({"/rss": answer(channel(rows(good)))}, good), after])


def missing_with_more() -> Form:
    """A page that says it does not exist, above a list of what else there is."""
    good = make_items("/tin/{n}", 4)
    other = make_new(3, "/xem-nhieu/{n}")

    def listed(items: list[Item], head: str) -> Visit:
        body = "".join(
            f"<li><a href='{i.path}'>{i.title}</a><time>{i.date:%d/%m/%Y %H:%M}</time>"
            for i in items
        )
        return Visit({"/ds": page(f"<h1>{head}</h1><ul>{body}</ul>")}, good)

    shut = listed(other, "404 - Không tìm thấy trang")
    shut.held = []
    return Form("/ds", [listed(good, "Tin tức"), shut, shut], "html_list", CARDS)


def forwarded_by_script() -> Form:
    """In place of the list a page that forwards to gamblers."""
    good = make_items("/tin/{n}", 4)
    body = "".join(
        f"<li><a href='{i.path}'>{i.title}</a><time>{i.date:%d/%m/%Y %H:%M}</time>" for i in good
    )
    bad = answer("<script>location.href='http://w88.example.top/'</script>", HTML)
    return Form(
        "/ds",
        [Visit({"/ds": page(f"<ul>{body}</ul>")}, good), Visit({"/ds": bad}, good)],
        "html_list",
        CARDS,
    )


def swapped() -> Form:
    """Two articles that exchange their titles."""
    good = make_items("/tin/{n}.html", 5)
    a, b, *rest = good
    written = [row(a, title=escape(b.title)), row(b, title=escape(a.title)), *rows(rest)]
    now = [Item(b.title, a.path, a.date), Item(a.title, b.path, b.date), *rest]
    shown = Visit({"/rss": answer(channel(written))}, now)
    return Form("/rss", [Visit({"/rss": answer(channel(rows(good)))}, good), shown, shown])


def tomorrow() -> Form:
    """Dates in the future, near and far."""
    new = make_new(3)
    dates = ("Thu, 26 Nov 2026 07:00:00 +0700", "Wed, 25 Nov 2099 07:00:00 +0700", "31/12/9999")
    return attacked([row(i, pubDate=d) for i, d in zip(new, dates, strict=True)], either=new)


def controls() -> Form:
    """Control characters and marks of direction in addresses and titles."""
    new = make_new(3)
    links = (
        f"BASE/tin/\u202e{48}.html",
        "BASE/tin/a\tb.html",
        "BASE/tin/%00%0d%0aSet-Cookie:x.html",
    )
    asked = ("/tin/%E2%80%AE48.html", "/tin/ab.html", "/tin/%00%0D%0ASet-Cookie:x.html")
    titles = [f"{i.title}\u2066\ufeff\u0007" for i in new]
    written = [row(i, title=t, link=k, guid=k) for i, t, k in zip(new, titles, links, strict=True)]
    return attacked(
        written,
        held=[],
        either=[Item(i.title, path, i.date) for i, path in zip(new, asked, strict=True)],
    )


def deleted_and_written_anew() -> Form:
    """Three of five articles under new numbers."""
    good = make_items("/tin/{n}.html", 5)
    anew = [
        Item(i.title, i.path.replace("/tin/", "/tin/9"), i.date + 20 * MINUTE) for i in good[:3]
    ]
    shown = Visit(
        {"/rss": answer(channel(rows([*anew, *good[3:]])))}, good[3:], either=[*anew, *good[:3]]
    )
    return Form("/rss", [Visit({"/rss": answer(channel(rows(good)))}, good), shown, shown])


def picture() -> Form:
    """A feed that calls itself a picture, then a picture that calls itself a feed."""
    good = make_items("/tin/{n}.html", 4)
    feed = answer(channel(rows(good)), "image/png")
    drawn = answer(b"\x89PNG\r\n\x1a\n" + bytes(500), "application/rss+xml")
    return Form("/rss", [Visit({"/rss": feed}, either=good), Visit({"/rss": drawn}, either=good)])


LATER_ATTACKS = [
    lookalikes,
    foreign_base,
    foreign_base_of_a_page,
    led_to_another_feed,
    hidden_words,
    old_spam,
    long_title,
    many_visits_of_one,
    endless_numbers,
    deep_page,
    bomb,
    missing_with_more,
    forwarded_by_script,
    swapped,
    tomorrow,
    controls,
    deleted_and_written_anew,
    picture,
]
