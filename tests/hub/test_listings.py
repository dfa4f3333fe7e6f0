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
    # What no agency or topic can be called narrows nothing, and breaks nothing.
    assert "Sổ tay hòa giải" in read(client, "/tai-lieu/?linhvuc=%00&coquan=%00")
    for query in ("loai=leaflet", "linhvuc=y-te-duoc", f"coquan={health.slug}"):
        text = read(client, f"/tai-lieu/?{query}")
        assert "Tờ gấp tiêm chủng" in text and "Sổ tay hòa giải" not in text


def test_the_lists_are_in_the_sitemap(client):
    make_section()
    text = read(client, "/sitemap/cong-chung.xml")
    assert "/tai-lieu/" in text and "/bai-moi/" in text


def test_the_shelf_and_the_page_say_of_each_material_what_the_decision_asks(client):
    health, justice = make_section("Sở Y tế"), make_section("Sở Tư pháp")
    leaflet = make_material(
        make_place(health),
        "Tờ gấp tiêm chủng",
        kind="leaflet",
        valid_until=dt.date(2099, 12, 31),
        purpose="Phát cho cha mẹ ở trạm y tế",
    )
    make_material(make_place(health, "Cũ"), "Tờ gấp đã cũ", still_valid=False)
    make_material(make_place(justice), "Sổ tay hòa giải", kind="handbook")
    text = read(client, "/tu-sach/")
    for said in ("Tờ gấp tiêm chủng", "Sở Y tế", "31/12/2099", "Sổ tay hòa giải", "Còn giá trị"):
        assert said in text
    page = read(client, leaflet.url)
    for said in ("Ksor H&#x27;Lan", "20/11/2026", "31/12/2099", "Phát cho cha mẹ ở trạm y tế"):
        assert said in page
    assert "Tờ gấp đã cũ" not in text
    old = read(client, "/tu-sach/?loai=cu")
    assert "Tờ gấp đã cũ" in old and "Sổ tay hòa giải" not in old
    handbooks = read(client, "/tu-sach/?loai=handbook")
    assert "Sổ tay hòa giải" in handbooks and "Tờ gấp tiêm chủng" not in handbooks
    assert f'href="/tu-sach/{health.slug}/"' in text
    text = read(client, f"/tu-sach/{health.slug}/")
    assert "Tờ gấp tiêm chủng" in text and "Sổ tay hòa giải" not in text
    assert f'href="/tu-sach/{health.slug}/"' in read(client, f"/{health.slug}/")


def test_a_shelf_is_read_page_by_page_and_is_in_the_sitemap(client):
    home = make_section("Sở Y tế")
    empty = make_section("Sở Nội vụ")
    place = make_place(home)
    for day in range(1, 19):
        make_material(place, f"Tài liệu ngày {day:02}", date=dt.date(2026, 11, day))
    assert "Tài liệu ngày 03" not in read(client, f"/tu-sach/{home.slug}/")
    assert "Tài liệu ngày 03" in read(client, f"/tu-sach/{home.slug}/?trang=2")
    text = read(client, "/sitemap/cong-chung.xml")
    assert "/tu-sach/<" in text and f"/tu-sach/{home.slug}/<" in text
    assert f"/tu-sach/{empty.slug}/" not in text
    assert 'content="noindex"' in read(client, f"/tu-sach/{empty.slug}/")
    home.unpublish()
    assert client.get(f"/tu-sach/{home.slug}/").status_code == 404


def test_materials_are_narrowed_by_language(client):
    place = make_place(make_section("Sở Y tế"))
    people = {"translator": "Ksor H'Lan", "translation_reviewer": "Siu Klơh"}
    make_material(place, "Hră", language="jra", **people)
    make_material(place, "Tiêm chủng")
    text = read(client, "/tai-lieu/?ngonngu=jra")
    assert "Hră" in text and "Tiêm chủng" not in text
