"""The lists over all agencies: what is new, and the materials."""

import datetime as dt

import pytest

from legal_updates.models import Topic
from tests.factories.sections import make_article, make_material, make_place, make_section

pytestmark = pytest.mark.django_db


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def test_what_is_new_is_listed_page_by_page(client):
    place = make_place(make_section("Sở Y tế"))
    for day in range(1, 19):
        make_article(place, f"Tin ngày {day:02}", date=dt.date(2026, 11, day))
    text = read(client, "/bai-moi/")
    assert text.index("Tin ngày 18") < text.index("Tin ngày 04")
    assert "Tin ngày 03" not in text
    assert "Tin ngày 03" in read(client, "/bai-moi/?trang=2")


def test_materials_are_narrowed_by_kind_topic_and_agency(client):
    health, justice = make_section("Sở Y tế"), make_section("Sở Tư pháp")
    leaflet = make_material(make_place(health), "Tờ gấp tiêm chủng", kind="leaflet")
    leaflet.topics.add(Topic.objects.get(slug="y-te-duoc"))
    leaflet.save()
    place = make_place(justice)
    make_material(place, "Sổ tay hòa giải", kind="handbook")
    make_material(place, "Sổ tay đã cũ", kind="handbook", still_valid=False)
    text = read(client, "/tai-lieu/")
    assert "Tờ gấp tiêm chủng" in text and "Sổ tay hòa giải" in text
    assert "Sổ tay đã cũ" not in text
    for query in ("loai=leaflet", "linhvuc=y-te-duoc", f"coquan={health.slug}"):
        text = read(client, f"/tai-lieu/?{query}")
        assert "Tờ gấp tiêm chủng" in text and "Sổ tay hòa giải" not in text


def test_the_lists_are_in_the_sitemap(client):
    make_section()
    text = read(client, "/sitemap/cong-chung.xml")
    assert "/tai-lieu/" in text and "/bai-moi/" in text
