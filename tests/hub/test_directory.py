"""The directory of agencies and the list of policies."""

import datetime as dt

import pytest
from django.utils import timezone

from network.hub.directory import Directory
from tests.factories.sections import make_hub, make_item, make_section, make_source

pytestmark = pytest.mark.django_db


def names(client, query: str = "") -> list[str]:
    response = client.get(f"/co-quan/{query}")
    assert response.status_code == 200
    return [each.agency.name for _, found in response.context["groups"] for each in found]


def test_agencies_stand_by_kind_and_in_vietnamese_order(client):
    make_section("UBND huyện Chư Sê", kind="ubnd_huyen")
    for name in ("Sở Y tế", "Sở Văn hóa", "Sở Đất đai", "Sở Công Thương", "Sở Địa chính"):
        make_section(name)
    assert names(client) == [
        "Sở Công Thương",
        "Sở Đất đai",
        "Sở Địa chính",
        "Sở Văn hóa",
        "Sở Y tế",
        "UBND huyện Chư Sê",
    ]


def test_agency_without_a_live_section_is_left_out(client):
    make_section("Sở Y tế")
    hidden = make_section("Sở Ngoại vụ")
    hidden.live = False
    hidden.save()
    assert names(client) == ["Sở Y tế"]


@pytest.mark.parametrize("words", ["dak doa", "Đak Đoa", "ĐĂK ĐOA"])
def test_agency_is_found_by_any_of_its_names(client, words):
    make_section("UBND huyện Đak Đoa", kind="ubnd_huyen", aliases=["Huyện Đăk Đoa"])
    make_section("UBND huyện Kbang", kind="ubnd_huyen")
    assert names(client, f"?q={words}") == ["UBND huyện Đak Đoa"]


def test_kind_narrows_and_an_unknown_kind_does_not(client):
    make_section("Sở Y tế")
    make_section("UBND huyện Chư Sê", kind="ubnd_huyen")
    assert names(client, "?loai=ubnd_huyen") == ["UBND huyện Chư Sê"]
    assert len(names(client, "?loai=%00")) == 2


def test_nothing_found_says_what_to_do(client):
    make_section("Sở Y tế")
    response = client.get("/co-quan/?q=kh%C3%B4ng+c%C3%B3")
    assert b'class="nothing"' in response.content


def test_who_has_ended_stands_apart_and_last_and_its_end_is_told(client):
    make_section("Sở Ngoại vụ", valid_to=dt.date(2025, 6, 30))
    make_section("UBND xã Kbang", kind="ubnd_xa")
    assert names(client) == ["UBND xã Kbang", "Sở Ngoại vụ"]
    page = client.get("/co-quan/").content.decode()
    assert page.index("Đã kết thúc hoạt động</h2>") < page.index("30/06/2025")
    assert "Sở</h2>" not in page


def test_long_directory_is_paged(client):
    expected = {make_section(f"Sở số {number}").agency.name for number in range(65)}
    assert len(names(client)) == 60
    assert set(names(client) + names(client, "?trang=2")) == expected


def test_every_part_of_the_directory_goes_on_where_the_part_before_ends(client):
    for number in range(3):
        make_section(f"Sở số {number}")
        make_section(f"UBND xã số {number}", kind="ubnd_xa")
        make_section(f"Sở cũ {number}", valid_to=dt.date(2025, 6, 30))
    whole = names(client)
    assert [name.rpartition(" ")[0] for name in whole] == [
        each for each in ("Sở số", "UBND xã số", "Sở cũ") for _ in range(3)
    ]
    directory = Directory.of_all()
    for size in range(1, 10):
        parts = [directory[first : first + size] for first in range(0, 9, size)]
        assert [section.agency.name for part in parts for section in part] == whole
    assert directory[9:18] == []


def test_directory_costs_the_same_for_any_number(client, django_assert_max_num_queries):
    make_section()
    names(client)  # fills the caches of the process
    counts = []
    for number in (1, 20):
        for _ in range(number):
            make_section()
        with django_assert_max_num_queries(8) as queries:
            names(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def titles(client, query: str = "") -> list[str]:
    response = client.get(f"/chinh-sach-moi/{query}")
    assert response.status_code == 200
    return [item.title for item in response.context["items"]]


def test_policies_by_level_and_source(client):
    make_hub()
    paper = make_source("Báo Gia Lai", key="bao", level="provincial")
    make_item("Của tỉnh", source=paper)
    make_item("Của Trung ương", source=make_source("Công báo", key="cong-bao"))
    make_item("Chưa duyệt", source=paper, status="new")
    assert set(titles(client)) == {"Của tỉnh", "Của Trung ương"}
    assert titles(client, "?cap=provincial") == ["Của tỉnh"]
    assert titles(client, "?nguon=cong-bao") == ["Của Trung ương"]
    assert titles(client, "?cap=provincial&nguon=cong-bao") == []
    assert len(titles(client, "?cap=%00&nguon=%00")) == 2


def test_policies_newest_first_without_a_date_last(client):
    make_hub()
    now = timezone.now()
    make_item("Không ngày", published_at=None)
    make_item("Cũ", published_at=now - dt.timedelta(days=2))
    make_item("Mới", published_at=now)
    assert titles(client) == ["Mới", "Cũ", "Không ngày"]


def test_policies_are_paged_and_keep_the_choice(client):
    make_hub()
    source = make_source(key="cong-bao")
    for _ in range(20):
        make_item(source=source, published_at=None)
    response = client.get("/chinh-sach-moi/?nguon=cong-bao")
    assert "?nguon=cong-bao&amp;trang=2" in response.content.decode()
    shown = titles(client, "?nguon=cong-bao") + titles(client, "?nguon=cong-bao&trang=2")
    assert len(set(shown)) == 20


def test_policies_cost_the_same_for_any_number(client, django_assert_max_num_queries):
    make_hub()
    titles(client)  # fills the caches of the process
    counts = []
    for number in (1, 20):
        for _ in range(number):
            make_item(source=make_source())
        with django_assert_max_num_queries(8) as queries:
            titles(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
