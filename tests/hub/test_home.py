"""The front page: what is new, from whom, and how to reach the overseeing agency."""

import datetime as dt

import pytest
from django.utils import timezone

from network.hub.models import HubSettings
from tests.factories.sections import (
    make_answer,
    make_article,
    make_event,
    make_hub,
    make_item,
    make_material,
    make_place,
    make_section,
    make_source,
    make_warning,
)

pytestmark = pytest.mark.django_db


def front_page(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_newest_articles_name_their_agency(client):
    for name in ("Sở Y tế", "Sở Tư pháp"):
        make_article(make_place(make_section(name)), f"Bài của {name}")
    text = front_page(client)
    for name in ("Sở Y tế", "Sở Tư pháp"):
        assert f"<strong>{name}</strong>" in text
        assert f"Bài của {name}" in text


def test_the_newest_article_comes_first(client):
    place = make_place(make_section())
    make_article(place, "Bài cũ", date=dt.date(2026, 11, 1))
    make_article(place, "Bài mới", date=dt.date(2026, 11, 2))
    text = front_page(client)
    assert text.index("Bài mới") < text.index("Bài cũ")


def test_unpublished_article_is_not_shown(client):
    make_article(make_place(make_section()), "Bản nháp bí mật", live=False)
    assert "Bản nháp bí mật" not in front_page(client)


def test_policies_name_their_source_and_lead_out(client):
    make_hub()
    source = make_source("Công báo điện tử", owner="Văn phòng Chính phủ")
    make_item("Nghị định 100/2019/NĐ-CP", source=source, link="https://congbao.example.vn/a?b=1")
    make_item("Tin chờ duyệt", source=source, status="new")
    text = front_page(client)
    assert "<strong>Công báo điện tử</strong>" in text
    assert 'href="https://congbao.example.vn/a?b=1"' in text
    assert 'rel="noopener external"' in text
    assert "Tin chờ duyệt" not in text


def test_materials_stand_in_a_band_and_lead_to_all_of_them(client):
    place = make_place(make_section("Sở Y tế"), "Tài liệu")
    make_material(place, "Tờ gấp tiêm chủng", kind="leaflet")
    make_material(place, "Sổ tay đã cũ", still_valid=False)
    text = front_page(client)
    band = text[text.index('id="materials"') :]
    assert "Tờ gấp tiêm chủng" in band
    assert 'href="/tai-lieu/"' in band
    assert "Sổ tay đã cũ" not in text
    # Not a second time among the articles.
    assert text.count("Tờ gấp tiêm chủng") == 1


def test_a_question_may_be_asked_beside_the_search(client):
    make_hub()
    text = front_page(client)
    top = text[text.index('id="front-search"') : text.index('id="needs"')]
    assert 'href="/hoi-dap/gui/"' in top


def test_the_menu_leads_to_the_five_ways_in(client):
    make_hub()
    text = front_page(client)
    menu = text[text.index('class="main-menu') : text.index("</nav>")]
    places = ("/toi-can/", "/van-ban/", "/tai-lieu/", "/hoi-dap/", "/noi-toi-o/")
    assert [menu.index(f'href="{place}"') for place in places] == sorted(
        menu.index(f'href="{place}"') for place in places
    )


def test_contact_of_the_overseeing_agency_comes_from_the_settings(client):
    make_hub()
    HubSettings.objects.create(
        owner="UBND tỉnh Gia Lai",
        contact_name="Sở Tư pháp tỉnh Gia Lai",
        address="17 Trần Hưng Đạo",
        phone="0269.3824.421",
        email="stp@example.gov.vn",
        responsible_person="Lê Thị Lam",
    )
    text = front_page(client)
    footer = text[text.index("<footer") :]
    for fact in ("UBND tỉnh Gia Lai", "17 Trần Hưng Đạo", "stp@example.gov.vn", "Lê Thị Lam"):
        assert fact in footer
    assert 'href="tel:02693824421"' in text


def test_what_people_need_leads_to_its_page(client):
    make_hub()
    text = front_page(client)
    assert 'href="/toi-can/dat-dai/"' in text
    assert text.count('href="/toi-can/') == 16 + 2  # and the menu, for wide and narrow screens
    assert "signs.svg#map-route" in text


def test_no_agency_fills_the_list_of_the_newest(client):
    busy, quiet = make_place(make_section("Sở Y tế")), make_place(make_section("Sở Tư pháp"))
    make_article(quiet, "Bài cũ của Sở Tư pháp", date=dt.date(2026, 11, 1))
    for number in range(10):
        make_article(busy, f"Tin Sở Y tế {number}", date=dt.date(2026, 11, 20))
    text = front_page(client)
    assert "Bài cũ của Sở Tư pháp" in text
    # Others are not there in number: the rest is filled up.
    assert text.count("Tin Sở Y tế") == 4


def test_a_warning_stands_on_top_until_its_day(client):
    place, today = make_place(make_section()), timezone.localdate()
    make_warning(place, "Trang giả mạo", level="urgent", shown_until=today)
    make_warning(
        place, "Đã qua", shown_until=today - dt.timedelta(days=1), date=dt.date(2026, 1, 1)
    )
    text = front_page(client)
    top = text[text.index('class="warnings ') : text.index('id="needs"')]
    assert "Trang giả mạo" in top
    assert 'class="warnings__level"' in top
    assert "Đã qua" not in text[: text.index('id="newest"')]
    # Not a second time among the articles.
    assert text.count("Trang giả mạo") == 1


def test_only_events_to_come_are_announced(client):
    place, now = make_place(make_section()), timezone.now()
    make_event(place, "Ngày hội pháp luật", begins=now + dt.timedelta(days=3), place="Làng Kép")
    over = make_event(place, "Hội thi năm ngoái", begins=now - dt.timedelta(days=300))
    text = front_page(client)
    events = text[text.index('id="events"') :]
    assert "Ngày hội pháp luật" in events
    assert "Làng Kép" in events
    assert over.title not in events


def test_the_newest_answers_stand_once_and_a_question_may_be_asked(client):
    make_answer(make_place(make_section("Sở Y tế")), "Thẻ bảo hiểm hết hạn thì sao?")
    text = front_page(client)
    block = text[text.index('id="questions"') :]
    assert "Thẻ bảo hiểm hết hạn thì sao?" in block
    assert 'href="/hoi-dap/gui/"' in block
    assert text.count("Thẻ bảo hiểm hết hạn thì sao?") == 1


def test_the_place_form_leads_on_without_javascript(client):
    make_hub()
    text = front_page(client)
    form = text[text.index('class="search place-form"') :]
    assert 'action="/noi-toi-o/"' in form[:200]


def test_empty_network_says_what_to_do(client):
    make_hub()
    assert 'class="nothing"' in front_page(client)


def test_no_session_and_nothing_that_stops_a_cache(client):
    make_article(make_place(make_section()))
    response = client.get("/")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_no_inline_script_and_no_foreign_host(client):
    make_article(make_place(make_section()))
    text = front_page(client)
    assert text.count("<script") == text.count('<script src="/static/')
    assert 'src="http' not in text
    assert "style=" not in text


def test_the_number_of_agencies_costs_no_queries(client, django_assert_max_num_queries):
    counts = []
    for number in (1, 20):
        for _ in range(number):
            make_article(make_place(make_section()))
            make_item()
        front_page(client)  # fills the caches of the process
        with django_assert_max_num_queries(16) as queries:
            front_page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
