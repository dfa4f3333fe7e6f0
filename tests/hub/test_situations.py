"""Tôi cần ...: what there is for a need, from all agencies and the register."""

import datetime as dt

import pytest
from django.utils import timezone

from legal_updates.models import Topic
from legal_updates.models.choices import Validity
from network.hub.models import Situation
from tests.factories.documents import make_document
from tests.factories.sections import (
    make_answer,
    make_article,
    make_hub,
    make_item,
    make_material,
    make_place,
    make_section,
)

pytestmark = pytest.mark.django_db
PAGE = "/toi-can/dat-dai/"


def text_of(client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def about_land(thing):
    thing.topics.add(Topic.objects.get(slug="dat-dai"))
    if hasattr(thing, "save_revision"):
        thing.save()
    return thing


def test_all_sixteen_say_when_they_are_needed(client):
    make_hub()
    text = text_of(client, "/toi-can/")
    assert Situation.objects.count() == 16
    for situation in Situation.objects.all():
        assert situation.when_needed in text
        assert text_of(client, situation.get_absolute_url())


def test_a_need_gathers_what_is_about_its_topics(client):
    place, today = make_place(make_section("Sở Y tế")), timezone.localdate()
    about_land(make_article(place, "Làm sổ đỏ"))
    about_land(make_material(place, "Tờ gấp về đất"))
    about_land(make_item("Giá đất mới"))
    about_land(make_answer(place, "Hỏi về sổ đỏ"))
    make_article(place, "Tiêm chủng")
    about_land(make_document("31/2024/QH15", effective_on=today - dt.timedelta(days=9)))
    about_land(
        make_document(
            "99/2026/NĐ-CP", validity=Validity.NOT_YET, effective_on=today + dt.timedelta(days=9)
        )
    )
    text = text_of(client)
    main = text[text.index("<main") :]
    assert 'href="/hoi-dap/gui/"' in main
    for title in (
        "Làm sổ đỏ",
        "Hỏi về sổ đỏ",
        "Tờ gấp về đất",
        "Giá đất mới",
        "31/2024/QH15",
        "99/2026/NĐ-CP",
    ):
        assert title in main
    assert main.index("99/2026/NĐ-CP") < main.index("Làm sổ đỏ") < main.index("31/2024/QH15")
    assert "Tiêm chủng" not in main


def test_what_no_longer_holds_is_not_among_the_documents_make_document(client):
    make_hub()
    about_land(make_document("13/2003/QH11", validity=Validity.EXPIRED))
    about_land(make_document("14/2003/QH11", confirmed=False))
    assert "/2003/QH11" not in text_of(client)


def test_a_long_list_has_pages_of_its_own(client):
    place = make_place(make_section())
    for number in range(17):
        about_land(make_article(place, f"Bài về đất số {number:02}", date=dt.date(2026, 11, 1)))
    assert text_of(client).count("Bài về đất số") == 5
    assert 'href="?loai=bai-viet"' in text_of(client)
    pages = [text_of(client, f"{PAGE}?loai=bai-viet&trang={page}") for page in (1, 2)]
    assert [page.count("Bài về đất số") for page in pages] == [15, 2]


def test_the_agencies_to_ask_are_those_that_are_open(client):
    home = make_section("Sở Tài nguyên và Môi trường", code="STNMT", phone="0269.3824.111")
    make_section("Công an tỉnh", code="CA")
    text = text_of(client)
    main = text[text.index("<main") : text.index("</main>")]
    assert f'href="{home.url}"' in main
    assert 'href="tel:02693824111"' in main
    assert "Công an tỉnh" not in main


def test_an_empty_need_offers_the_search(client):
    make_hub()
    assert 'id="need-search"' in text_of(client)


def test_a_need_costs_no_more_with_more_rows(client, django_assert_max_num_queries):
    place = make_place(make_section())
    for number in range(8):
        about_land(make_article(place))
        about_land(make_item())
        about_land(make_document(f"{number + 1}/2024/NĐ-CP"))
    text_of(client)
    with django_assert_max_num_queries(13):
        text_of(client)
