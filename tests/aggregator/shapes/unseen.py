"""Articles and visits of portals whose formats were written without looking at the reader."""

import datetime as dt
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

from tests.factories.portals import Answer

VN = dt.timezone(dt.timedelta(hours=7))
NOW = dt.datetime(2026, 11, 25, 19, 0, tzinfo=VN)
MINUTE = dt.timedelta(minutes=1)
XML = "application/rss+xml; charset=utf-8"
HTML = "text/html; charset=utf-8"
TITLES = [
    "Hội nghị triển khai Luật Đất đai tại Lào Cai",
    "Cà Mau tập huấn kỹ năng hòa giải ở cơ sở cho 120 hòa giải viên",
    "Phát động cuộc thi trực tuyến tìm hiểu Hiến pháp ở Quảng Trị",
    "Trợ giúp pháp lý lưu động cho đồng bào dân tộc thiểu số xã vùng cao",
    "Công bố thủ tục hành chính mới trong lĩnh vực hộ tịch của An Giang",
    "Kiểm tra công tác chứng thực bản sao từ bản chính ở Sơn La",
    "Đối thoại với thanh niên về Luật Nghĩa vụ quân sự tại Huế",
    "Tăng cường xử lý vi phạm nồng độ cồn dịp cuối năm",
    "Lấy ý kiến dự thảo nghị quyết về học phí của Nghệ An",
    "Phiên tòa giả định về bạo lực học đường thu hút 800 học sinh",
    "Câu lạc bộ phụ nữ với pháp luật ra mắt ở Bắc Ninh",
    "Thi hành án dân sự Khánh Hòa thu hồi hơn 200 tỷ đồng",
]


@dataclass
class Item:
    """An article; `day_only` if the portal writes no time."""

    title: str
    path: str
    date: dt.datetime | None
    day_only: bool = False


@dataclass
class Visit:
    """What a portal answers at one visit, by path, and what of it may be public after it.

    `public` must be public exactly so, `either` public or held, `held` never public.
    """

    routes: dict[str, Answer]
    public: list[Item] = field(default_factory=list)
    either: list[Item] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    reason: str = ""


@dataclass
class Form:
    """A portal: how its source is read, where, and its visits. BASE in a body is its address."""

    path: str
    visits: list[Visit]
    kind: str = "rss"
    options: dict[str, Any] = field(default_factory=dict)


def make_items(path: str, count: int = 4, *, hours: float = 7.2, skip: int = 0) -> list[Item]:
    """Return articles, the newest an hour old; `path` gets the number of each."""
    return [
        Item(
            TITLES[n + skip],
            path.format(n=48210 + 17 * (n + skip)),
            NOW - 65 * MINUTE - n * dt.timedelta(hours=round(hours * 60) / 60),
        )
        for n in range(count)
    ]


def make_new(count: int, path: str = "/tin/{n}.html") -> list[Item]:
    """Return articles of the last minutes that `make_items` does not use."""
    return [
        Item(TITLES[6 + n], path.format(n=99300 + n), NOW - (2 + n) * MINUTE) for n in range(count)
    ]


def row(item: Item, **parts: str | None) -> str:
    """Return an <item> of RSS; None leaves a part out."""
    told = {
        "title": escape(item.title),
        "link": "BASE" + escape(item.path),
        "guid": "BASE" + escape(item.path),
        "pubDate": format_datetime(item.date) if item.date else None,
        "description": f"{escape(item.title)} - nội dung tóm tắt",
    } | parts
    return f"<item>{''.join(f'<{k}>{v}</{k}>' for k, v in told.items() if v is not None)}</item>"


def rows(items: list[Item], **parts: str | None) -> list[str]:
    return [row(item, **parts) for item in items]


def channel(
    written: list[str], *, head: str = '<?xml version="1.0" encoding="UTF-8"?>', root: str = ""
) -> str:
    """Return an RSS document of rows."""
    return (
        f'{head}<rss version="2.0" {root}><channel><title>Tin tức</title><link>BASE/</link>'
        f"{''.join(written)}</channel></rss>"
    )


def answer(text: str | bytes, kind: str = XML) -> Answer:
    """Return the response 200 with a body."""
    return 200, {"Content-Type": kind}, text.encode() if isinstance(text, str) else text


def page(body: str, head: str = "") -> Answer:
    """Return a web page between the furniture of a portal."""
    return answer(
        f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Tin tức</title>{head}"
        "</head><body><nav><a href=/>Trang chủ</a><a href=/gioi-thieu>Giới thiệu</a></nav>"
        f"{body}<footer><a href=/rss>RSS</a> Bản quyền thuộc Cổng thông tin</footer></body></html>",
        HTML,
    )


def again(form: Form, times: int = 2) -> Form:
    """Return the form with its only visit repeated."""
    return Form(form.path, form.visits * times, form.kind, form.options)


def feed_of(written: list[str], items: list[Item], **how: str) -> Form:
    """Return a feed that shows the same at two visits, all of it public."""
    return again(Form("/rss", [Visit({"/rss": answer(channel(written, **how))}, items)]))
