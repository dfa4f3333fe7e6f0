"""Pictures inside a page do not count against what is kept of it, and nothing else is lost."""

import pytest

from network.core.http import FetchPolicy, fetch
from network.core.inline_data import InlineDataFilter
from tests.factories.portals import running_portal

MEBIBYTE = 1024 * 1024
PICTURE = b'<img src="data:image/png;base64,' + b"QUJD" * 300 + b'">'
PAGE = (
    b"<p>;base64,QQ== is text</p>" + PICTURE + b"<a href=/tin/1.html>Tin</a>"
    b"<img src=data:image/svg+xml;charset=utf-8;base64,AAAA/+== alt=hoa><i>data: 12</i>"
)
KEPT = PAGE.replace(b"QUJD" * 300, b"").replace(b"AAAA/+==", b"")


@pytest.mark.parametrize("length", [1, 7, 113, 65_536])
def test_only_the_contents_of_pictures_are_left_out(length: int) -> None:
    inline_data = InlineDataFilter()
    pieces = [inline_data.feed(PAGE[n : n + length]) for n in range(0, len(PAGE), length)]
    assert b"".join(pieces) + inline_data.finish() == KEPT


def test_a_page_of_six_megabytes_arrives_as_its_words() -> None:
    policy = FetchPolicy(user_agent="test", allow_loopback=True, drop_inline_data=True)
    body = b"<html>" + (PICTURE[:-2] + b"QUJD" * 50_000 + b'">') * 31 + b"<p>Tin</p>"
    assert len(body) > 6 * 1_000_000
    with running_portal() as portal:
        portal.pages = {
            "/trang": (200, {"Content-Type": "text/html"}, body),
            "/rss": (200, {"Content-Type": "application/rss+xml"}, PAGE),
            "/bom": (200, {"Content-Type": "text/html"}, body * 2),
        }
        kept = fetch(f"{portal.url}/trang", policy=policy).body
        assert kept == b"<html>" + b'<img src="data:image/png;base64,">' * 31 + b"<p>Tin</p>"
        assert fetch(f"{portal.url}/rss", policy=policy).body == PAGE
        with pytest.raises(Exception, match="too_large"):
            fetch(f"{portal.url}/bom", policy=policy)
