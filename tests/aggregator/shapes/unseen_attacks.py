"""Attacks through a trusted source, written without looking at the reader."""

from .unseen import (
    MINUTE,
    NOW,
    TITLES,
    Form,
    Item,
    Visit,
    answer,
    channel,
    make_items,
    make_new,
    row,
    rows,
)


def attacked(
    written: list[str], held: list[str] = (), either: list[Item] = (), stays: bool = True
) -> Form:
    """Return a good feed, then twice one with more rows, which replace the good ones unless they
    stay."""
    good = make_items("/tin/{n}.html", 5)
    shown = answer(channel([*written, *rows(good)] if stays else written))
    after = Visit({"/rss": shown}, good, list(either), list(held))
    return Form("/rss", [Visit({"/rss": answer(channel(rows(good)))}, good), after, after])


def spam(*titles: str) -> Form:
    """Return a feed that suddenly has these titles beside a good new one."""
    bad = [Item(t, f"/tin/{88000 + n}.html", NOW - n * MINUTE) for n, t in enumerate(titles)]
    new = make_new(1)
    return attacked(rows([*bad, *new]), held=list(titles), either=new)


def gambling() -> Form:
    """Titles of gamblers at the portal's own addresses."""
    return spam(
        "Top 10 nhà cái uy tín nhất 2026, khuyến mãi 100%",
        "KUBET - Link đăng nhập mới nhất không bị chặn",
        "Tài xỉu online đổi thưởng uy tín",
        "Soi kèo bóng đá hôm nay",
        "Xóc đĩa trực tuyến, cá cược thể thao 188bet",
    )


def disguised() -> Form:
    """The same words with hidden, foreign, spaced, full-width and unmarked letters."""
    return spam(
        "N\u200bhà c\u200bái uy tín tặng 100k",
        "Nhà сái uу tín số một",
        "TÀI\u00adXỈU tặng tiền cược",
        "n.h.à c.á.i hoàn tiền",
        "Tai xiu doi thuong uy tin",
        "Ｔài ｘỉu",
    )


def other_spam() -> Form:
    """Other languages and trades."""
    return spam(
        "Situs slot gacor hari ini maxwin",
        "바카라 사이트 추천 카지노",
        "百家乐 网上赌场 注册送彩金",
        "เว็บสล็อต แตกง่าย",
        "Best online casino bonus no deposit",
        "Cialis generic without prescription",
        "Vay tiền nhanh online chỉ cần CCCD",
        "Phim sex hay nhất",
    )


def in_the_summary() -> Form:
    """A proper title above gamblers' words."""
    (bad,) = make_new(1)
    text = "Truy cập &lt;a href='http://bk8.example.top'&gt;BK8&lt;/a&gt; tài xỉu, nổ hũ"
    return attacked([row(bad, description=text)], held=[bad.title])


def strange_addresses() -> Form:
    """Addresses that lead elsewhere or nowhere."""
    links = (
        "http://xem-ngay.example.top/tin",
        "javascript:alert(1)",
        "data:text/html,xin-chao",
        "http://HOST@evil.example.top/tin",
        "//evil.example.top/tin",
    )
    bad = make_new(len(links))
    written = [row(i, link=link, guid=None) for i, link in zip(bad, links, strict=True)]
    return attacked(written, held=[i.title for i in bad])


def open_redirects() -> Form:
    """The portal's own script that leads everywhere."""
    links = ("/redirect?url=http%3A%2F%2Fw88.example.top%2F", "/out.aspx?u=//bong88.example.top")
    bad = make_new(len(links))
    written = [row(i, link=f"BASE{link}") for i, link in zip(bad, links, strict=True)]
    return attacked(written, held=[i.title for i in bad])


def moved_away() -> Form:
    """Known articles suddenly lead to a foreign website: they keep their addresses."""
    good = make_items("/tin/{n}.html", 5)
    before = [row(i, guid=f"tin-{n}") for n, i in enumerate(good)]
    away = [row(i, guid=f"tin-{n}", link=f"http://sv{n}.example.top/v") for n, i in enumerate(good)]
    after = Visit({"/rss": answer(channel(away[:3] + before[3:]))}, good)
    return Form("/rss", [Visit({"/rss": answer(channel(before))}, good), after, after])


def retitled() -> Form:
    """Known articles get titles of gamblers."""
    good = make_items("/tin/{n}.html", 5)
    titles = ["Nhà cái tặng 100k", "Nổ hũ 88 đổi thưởng", "Slot gacor hari ini situs judi online"]
    bad = [Item(t, i.path, i.date) for i, t in zip(good, titles, strict=False)]
    after = Visit(
        {"/rss": answer(channel(rows([*bad, *good[3:]])))}, good[3:], good[:3], held=titles
    )
    return Form("/rss", [Visit({"/rss": answer(channel(rows(good)))}, good), after, after])


def markup() -> Form:
    """Scripts and direction marks in titles: public as clean text."""
    items = make_new(3)
    dirty = (
        f"{items[0].title}<script>alert(1)</script>",
        f"<img src=x onerror=alert(1)>{items[1].title}",
        f"\u202e{items[2].title}\u202c",
    )
    return attacked(
        [row(i, title=t.replace("<", "&lt;")) for i, t in zip(items, dirty, strict=True)],
        either=items,
    )


def entity_bomb() -> Form:
    """Entities that grow without end, and one that is a file."""
    bomb = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    head = (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">{bomb}'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )
    good = make_items("/tin/{n}.html", 5)
    titles = ("&j;", "&f; root")
    bad = channel(
        [row(i, title=t, pubDate=None) for i, t in zip(make_new(2), titles, strict=True)], head=head
    )
    after = Visit({"/rss": answer(bad)}, good, held=["aaaaaaaaaa", "root:"])
    return Form("/rss", [Visit({"/rss": answer(channel(rows(good)))}, good), after, after])


def flood() -> Form:
    """A hundred plausible texts at once."""
    many = [
        Item(f"{TITLES[5 + n % 7]} lần {n}", f"/tin/{70000 + n}.html", NOW - n % 40 * MINUTE)
        for n in range(100)
    ]
    return attacked(rows(many), held=[i.title for i in many])


def other_feed() -> Form:
    """Another website's news in place of all that was known."""
    other = [
        Item(f"Giá vàng phiên sáng ngày {n}", f"/gia/{8800 + n}.html", NOW - (3 * n + 1) * MINUTE)
        for n in range(8)
    ]
    return attacked(rows(other), held=[i.title for i in other], stays=False)


ATTACKS = [
    gambling,
    disguised,
    other_spam,
    in_the_summary,
    strange_addresses,
    open_redirects,
    moved_away,
    retitled,
    markup,
    entity_bomb,
    flood,
    other_feed,
]
