"""A channel's address in all its spellings."""

import pytest

from network.channels.links.address_errors import AddressError
from network.channels.links.addresses import ChannelKind, Platform, parse_address

FACEBOOK_NAME = "facebook:name:sotuphapgialai"
FACEBOOK_NUMBER = "facebook:id:100064812345678"
SPELLINGS = {
    FACEBOOK_NAME: [
        "https://www.facebook.com/SoTuPhapGiaLai",
        "facebook.com/sotuphapgialai",
        "http://m.facebook.com/sotuphapgialai/?locale=vi_VN",
        "https://mbasic.facebook.com/SoTuPhap.GiaLai",
        "fb.com/sotuphapgialai",
        "https://fb.me/sotuphapgialai",
        "https://m.me/sotuphapgialai",
        "https://vi-vn.facebook.com/sotuphapgialai/posts/pfbid02abc?fbclid=xyz",
        "https://www.facebook.com/sotuphapgialai/about",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fsotuphapgialai&h=AT0",
        "  <https://FACEBOOK.com/SOTUPHAPGIALAI#top>  ",
        "\u200bhttps://www.facebook.com/sotuphapgialai\ufeff",
        "https://ｆacebook.com/sotuphapgialai",
        "//facebook.com/sotuphapgialai",
        "https://www.facebook.com./sotuphapgialai",
        "https://facebook。com/sotuphapgialai",
        "https://www.facebook.com/pg/SoTuPhapGiaLai/about/",
    ],
    FACEBOOK_NUMBER: [
        "https://www.facebook.com/profile.php?id=100064812345678",
        "https://m.facebook.com/profile.php?id=100064812345678&mibextid=ZbWKwL",
        "https://www.facebook.com/100064812345678",
        "https://www.facebook.com/people/So-Tu-Phap-Gia-Lai/100064812345678/",
        "https://www.facebook.com/pages/So-Tu-Phap/100064812345678",
        "https://www.facebook.com/pages/category/Government/So-Tu-Phap-100064812345678/",
        "https://www.facebook.com/p/S%E1%BB%9F-T%C6%B0-ph%C3%A1p-100064812345678/",
        "https://www.facebook.com/So-Tu-Phap-Gia-Lai-100064812345678",
        "https://www.facebook.com/permalink.php?story_fbid=pfbid0abc&id=100064812345678",
    ],
    "facebook:group:phapluatgialai": [
        "https://www.facebook.com/groups/phapluatgialai",
        "https://m.facebook.com/groups/PhapLuatGiaLai/permalink/123/?ref=share",
    ],
    "zalo:oa:2461234567890123456": [
        "https://zalo.me/2461234567890123456",
        "zalo.me/pc/2461234567890123456",
        "http://oa.zalo.me/2461234567890123456?utm_source=x",
    ],
    "zalo:phone:0905123456": [
        "https://zalo.me/0905123456",
        "zalo.me/84905123456",
        "https://zalo.me/+84905123456",
        "https://chat.zalo.me/?phone=0905123456",
    ],
    "zalo:group:AbCd12": ["https://zalo.me/g/AbCd12"],
    "youtube:name:sotuphapgialai": [
        "https://www.youtube.com/@SoTuPhapGiaLai",
        "youtube.com/@sotuphapgialai/videos",
        "https://m.youtube.com/@sotuphapgialai?si=abc",
    ],
    "youtube:name:sởtưphápgialai": [
        "https://www.youtube.com/@S%E1%BB%9FT%C6%B0Ph%C3%A1pGiaLai",
        "https://www.youtube.com/@SởTưPhápGiaLai",
        "https://www.youtube.com/@So\u031b\u0309Tu\u031bPha\u0301pGiaLai",
    ],
    "youtube:id:UCaBcDeFgHiJkLmNoPqRsTuV": [
        "https://www.youtube.com/channel/UCaBcDeFgHiJkLmNoPqRsTuV",
        "https://youtube.com/channel/UCaBcDeFgHiJkLmNoPqRsTuV/about",
    ],
    "youtube:c:sotuphap": [
        "https://www.youtube.com/c/SoTuPhap",
        "https://www.youtube.com/SoTuPhap",
    ],
    "tiktok:name:sotuphapgialai": [
        "https://www.tiktok.com/@sotuphapgialai",
        "https://m.tiktok.com/@SoTuPhapGiaLai/video/7123?is_from_webapp=1&sender_device=pc",
    ],
    "other:sotuphap.gialai.gov.vn/kenh": [
        "https://sotuphap.gialai.gov.vn/kenh/",
        "http://www.sotuphap.gialai.gov.vn/kenh?utm_source=zalo#x",
    ],
}


@pytest.mark.parametrize(
    ("text", "key"), [(text, key) for key, texts in SPELLINGS.items() for text in texts]
)
def test_all_spellings_of_an_address_are_one(text, key):
    found = parse_address(text)
    assert found.key == key
    assert parse_address(found.url).key == key
    assert found.url.startswith("https://")


def test_different_channels_stay_different():
    links = [
        "facebook.com/sotuphap",
        "facebook.com/groups/sotuphap",
        "youtube.com/@sotuphap",
        "youtube.com/channel/UCaBcDeFgHiJkLmNoPqRsTuV",
        "youtube.com/channel/UCABCDEFGHIJKLMNOPQRSTUV",
        "tiktok.com/@sotuphap",
        "zalo.me/g/abcd12",
        "zalo.me/g/ABCD12",
        "zalo.me/0905123456",
        "zalo.me/0905123457",
        # A Cyrillic letter: another page, however like it looks.
        "facebook.com/ѕotuphap",
    ]
    assert len({parse_address(link).key for link in links}) == len(links)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("facebook.com/groups/x123", ChannelKind.GROUP),
        ("zalo.me/0905123456", ChannelKind.PERSONAL),
        ("zalo.me/2461234567890123456", ChannelKind.OFFICIAL_ACCOUNT),
        ("youtube.com/@x", ChannelKind.CHANNEL),
        ("facebook.com/x123", None),
    ],
)
def test_the_address_tells_what_it_is_of_where_it_can(text, kind):
    assert parse_address(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "   ",
            "Sở Tư pháp Gia Lai",
            "facebook",
            "javascript:alert(1)",
            "ftp://facebook.com/x",
        ),
        *("https://", "https://[::1/x", "a" * 501),
        *("https://facebook.com/share/18abcdEFGH/", "https://fb.watch/abc", "https://youtu.be/abc"),
        *("https://vm.tiktok.com/ZS123/", "https://bit.ly/3abc", "https://zaloapp.com/qr/p/abc"),
        *("https://www.facebook.com/watch/?v=1", "https://www.youtube.com/watch?v=abc"),
        *("https://www.facebook.com/", "https://zalo.me/", "https://www.youtube.com/results?q=x"),
        *("https://www.facebook.com/photo.php?fbid=1", "https://www.tiktok.com/tag/x"),
        "https://l.facebook.com/l.php",
        *("https://www.facebook.com/groups/", "https://www.facebook.com/plugins/page.php?href=x"),
        # What would lead elsewhere than it looks, break the database, or not fit into it.
        "https://www.facebook.com/\u200bsotuphapgialai",
        *("http://[::ffff:1.2.3.4]/x", "https://a<script>.example/x", "data:text/html,x"),
        *("https://l.facebook.com/l.php?u=javascript%3A%2F%2Fx.vn%2F%250aalert(1)", "//x.vn:x/"),
        *("facebook.com/a%00b", "facebook.com/\x00", "https://x.example/\ud800"),
        *("https://facebook.com/../..", "facebook.com/" + "ế" * 100),
    ],
)
def test_what_names_no_channel_is_refused_with_what_to_do(text):
    with pytest.raises(AddressError) as refused:
        parse_address(text)
    assert str(refused.value.reason).endswith((".", "đây."))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://facebook.com@evil.example/x", "other:evil.example/x"),
        ("https://evil.example\\.facebook.com/x", "other:evil.example/.facebook.com/x"),
        ("https://facebook.com%2eevil.example/x", "other:facebook.com.evil.example/x"),
        ("https://facebook.com/sotuphap/%2e%2e/other", "facebook:name:other"),
        ("https:\\\\facebook.com\\sotuphap\\..\\other", "facebook:name:other"),
        ("https://x.example:8080/a", "other:x.example:8080/a"),
        ("https://x.example/a%2f..%2fb", "other:x.example/a%2F..%2Fb"),
    ],
)
def test_an_address_leads_where_a_browser_goes(text, key):
    assert parse_address(text).key == key


def test_the_platform_is_told():
    assert parse_address("m.me/sotuphap").platform == Platform.FACEBOOK
    assert parse_address("https://gialai.gov.vn").platform == Platform.OTHER
