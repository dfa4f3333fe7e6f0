"""What the network says of itself, and what browsers and link previews ask of every page."""

import io
import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from network.hub.models import HubSettings
from tests.factories.sections import FOOTER, make_hub, make_place, make_section

pytestmark = pytest.mark.django_db

LISTS = (
    *("policies", "directory", "warnings", "events", "situations", "my_place", "privacy"),
    *("accessibility",),
)
ROOMS = ("/trang-chinh-thuc/", "/trang-chinh-thuc/mao-danh/", "/mo-hinh/", "/bao-cao-vien/")


@pytest.fixture(autouse=True)
def hub(db):
    make_hub()
    HubSettings.objects.create(contact_name="Sở Tư pháp tỉnh Gia Lai", **FOOTER)


def shown(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_foot_of_every_page_leads_to_them_and_they_say_the_days_that_hold(client, settings):
    settings.QUESTION_KEEP_DAYS = 77
    privacy = shown(client, "/quyen-rieng-tu/")
    assert client.get("/rieng-tu/").url == "/quyen-rieng-tu/"
    assert "77 ngày sau khi" in privacy
    assert f'href="mailto:{FOOTER["email"]}"' in privacy
    assert not client.cookies
    for path in ("/", make_section().url):
        foot = shown(client, path).partition("<footer")[2]
        assert 'href="/quyen-rieng-tu/"' in foot
        assert 'href="/tiep-can/"' in foot


def test_lists_have_one_address_of_their_own_and_a_picture(client):
    place = make_place(make_section())
    paths = [reverse(f"hub:{name}") for name in LISTS]
    others = ("/van-ban/", "/van-ban/sap-het-hieu-luc/", "/van-ban/co-hieu-luc-thang-nay/")
    for path in (*paths, *others, *ROOMS, "/hoi-dap/", place.url):
        text = shown(client, path)
        assert re.findall('rel="canonical" href="([^"]+)"', text) == [f"http://testserver{path}"]
        assert text.count('property="og:title"') == 1
        (picture,) = re.findall('property="og:image" content="http://testserver([^"]+)"', text)
        drawn = client.get(picture)
        assert Image.open(io.BytesIO(drawn.content)).size == (1200, 630)


def test_a_part_of_a_list_is_an_address_of_its_own_and_a_counted_click_is_none(client):
    text = shown(client, "/chinh-sach-moi/?x=1&trang=2&cap=central&utm_source=zalo")
    assert 'href="http://testserver/chinh-sach-moi/?cap=central&amp;trang=2"' in text


def test_icons_are_there_where_browsers_look_for_them_and_as_large_as_told(client):
    for path in ("/favicon.ico", "/apple-touch-icon.png"):
        assert finders.find(client.get(path)["Location"].removeprefix("/static/"))
    icons = client.get("/manifest.webmanifest").json()["icons"]
    drawn = [each for each in icons if each["type"] == "image/png"]
    assert len(drawn) == 2
    for icon in drawn:
        file = finders.find(icon["src"].removeprefix("/static/"))
        assert "x".join(map(str, Image.open(file).size)) == icon["sizes"]


def test_the_page_without_a_network_says_how_much_is_kept_and_for_how_long(client):
    text = shown(client, "/ngoai-tuyen/")
    assert "40 trang gần nhất" in text
    assert "trong 30 ngày" in text
    assert 'data-days="30"' in text
