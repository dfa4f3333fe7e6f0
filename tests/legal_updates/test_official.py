"""What counts as an official source, and what citizens are told of any other."""

import datetime as dt

import pytest

from legal_updates.models import official
from legal_updates.models.official import is_official_page, site_of, source_of

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    "address",
    [
        "https://vbpl.vn/van-ban/chi-tiet/luat--1",
        "http://congbao.chinhphu.vn/van-ban/1.htm",
        "https://vanban.chinhphu.vn/?pageid=27160&docid=1",
        "https://BTGCP.gov.vn/bai",
        "https://pbgdpl.laocai.gov.vn:443/bai",
    ],
)
def test_pages_of_the_state(address):
    assert is_official_page(address, TODAY)


@pytest.mark.parametrize(
    "address",
    [
        *("brief", "legal_bases.csv", "", "https://vbpl.vn", "https://vbpl.vn/"),
        *("https://thuvienphapluat.vn/van-ban/1", "https://github.com/a/vbpl.vn", "//vbpl.vn/1"),
        *("https://vbpl.vn.evil.com/1", "https://evilvbpl.vn/1", "https://x.gov.vn.top/1"),
        *(
            "https://vbpl.vn@evil.com/1",
            "https://evil.com\\@vbpl.vn/1",
            "https://evil.com\\.vbpl.vn/",
        ),
        *(
            "javascript:alert(1)//vbpl.vn/1",
            "https://vbpl.vn/1\nhttps://evil.com",
            "ftp://vbpl.vn/1",
        ),
        *("https://vbpl.vn./1", "https://vbpl%2evn/1", "https://vbpI.vn/1"),
    ],
)
def test_what_is_no_page_of_the_state(address):
    assert not is_official_page(address, TODAY)


@pytest.mark.parametrize(
    ("text", "publisher", "url"),
    [
        ("vbpl.vn", "Cơ sở dữ liệu quốc gia về văn bản pháp luật", ""),
        ("công báo điện tử", "Công báo điện tử", ""),
        ("https://vbpl.vn/1", "Cơ sở dữ liệu quốc gia về văn bản pháp luật", "https://vbpl.vn/1"),
    ],
)
def test_a_source_is_named_by_its_publisher(text, publisher, url):
    found = source_of(text, TODAY)
    assert (found.site.publisher, found.url) == (publisher, url)


def test_a_news_site_of_the_government_holds_no_texts():
    assert not site_of("https://xaydungchinhsach.chinhphu.vn/1", TODAY).holds_texts
    assert site_of("https://vanban.chinhphu.vn/1", TODAY).holds_texts


def test_a_site_speaks_for_the_state_within_its_days(monkeypatch):
    old = official.OfficialSite("cu.vn", "Cũ", True, dt.date(2010, 1, 1), dt.date(2020, 12, 31))
    monkeypatch.setattr(official, "_sites", lambda: {"cu.vn": old})
    days = (dt.date(2009, 12, 31), dt.date(2010, 1, 1), dt.date(2020, 12, 31), dt.date(2021, 1, 1))
    found = [site_of("https://cu.vn/1", day) is not None for day in days]
    assert found == [False, True, True, False]
