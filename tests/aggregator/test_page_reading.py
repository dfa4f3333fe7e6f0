"""What an article's page says about itself."""

import datetime as dt

import pytest

from aggregator.feeds.html import read_page
from aggregator.page_reading import WebPageFacts, read_facts

NOW = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)
URL = "https://www.bao.example.vn/tin/1.html?utm_source=zalo"
EVENING = dt.datetime(2026, 11, 19, 17, 0, tzinfo=dt.UTC)


def facts(markup: str, url: str = URL) -> WebPageFacts:
    page = read_page(f"<!doctype html><html>{markup}".encode(), "text/html")
    return read_facts(page, base_url=url, now=NOW, excerpt_length=300)


@pytest.mark.parametrize(
    "markup",
    [
        "<meta property='og:title' content='Luật Đất đai có gì mới'>",
        "<meta property='og:title' content='Luật Đất đai có gì mới - Báo Tỉnh'>"
        "<meta property='og:site_name' content='Báo Tỉnh'>",
        "<meta property='og:title' content='Luật Đất đai có gì mới | Sở'>"
        "<h1>Luật Đất đai có gì mới</h1>",
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",'
        '"headline": "Luật Đất đai có gì mới"}]}</script><h1>Báo Tỉnh</h1>',
        "<h1> Luật  Đất đai <b>có gì mới</b></h1><title>Trang tin</title>",
        "<title>Luật Đất đai có gì mới - Báo Tỉnh điện tử</title>",
    ],
)
def test_the_title_is_found_without_the_name_of_the_portal(markup):
    assert facts(markup).title == "Luật Đất đai có gì mới"


@pytest.mark.parametrize(
    "markup",
    [
        "<meta property='article:published_time' content='2026-11-20T00:00:00+07:00'>"
        "<time>21/11/2026</time>",
        '<script type="application/ld+json">[{"datePublished": "2026-11-20"}]</script>',
        "<time datetime='2026-11-20'>hôm qua</time>",
        "<span class='post-date'>Thứ Sáu, 20/11/2026</span>",
        "<div class='ngay-dang'>Ngày đăng: 20/11/2026</div>",
        '<script type="application/ld+json">{kaputt</script><time>20/11/2026</time>',
    ],
)
def test_the_date_is_found_where_pages_write_it(markup):
    assert facts(markup).published == EVENING


def test_a_page_without_a_date_has_none():
    assert facts("<h1>Tin</h1><p>Luật có hiệu lực từ ngày 1/1/2025.").published is None


def test_the_excerpt_is_what_the_page_says_of_itself_else_its_first_paragraph():
    text = "Từ ngày 1/1/2025, người sử dụng đất được cấp giấy chứng nhận trong thời hạn ngắn hơn."
    assert facts(f"<meta name=description content='{text}'>").excerpt == text
    assert facts(f"<p>Ảnh</p><p>{text}</p>").excerpt == text
    assert facts(f"<meta name=description content='Tin'><h1>Tin</h1><p>{text}</p>").excerpt == text


@pytest.mark.parametrize(
    ("named", "link"),
    [
        ("/tin/1.html", "https://www.bao.example.vn/tin/1.html"),
        ("https://bao.example.vn/tin/mot.html", "https://bao.example.vn/tin/mot.html"),
        ("https://khac.example.vn/tin/1.html", "https://www.bao.example.vn/tin/1.html"),
        ("/", "https://www.bao.example.vn/tin/1.html"),
        ("javascript:alert(1)", "https://www.bao.example.vn/tin/1.html"),
    ],
)
def test_the_address_is_the_page_s_own_unless_it_names_a_stranger(named, link):
    assert facts(f"<link rel=canonical href='{named}'>").link == link


def test_structured_data_made_to_hurt_is_left_alone():
    deep = "[" * 50_000 + "]" * 50_000
    markup = f'<script type="application/ld+json">{deep}</script><h1>Tin đáng đọc</h1>'
    assert facts(markup).title == "Tin đáng đọc"
    assert "<" not in facts("<h1>&lt;script&gt;alert(1)&lt;/script&gt;Tin</h1>").title
