"""No page is stale, in whatever web process, once a second has passed since the change."""

import datetime as dt
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from legal_updates.models import Topic
from network.agencies.models import Succession
from network.channels.models import Announcement, Channel, ChannelState
from network.core.freshness.triggers import install, remove
from network.hub.changes import RULES
from network.hub.models import HubSettings, Situation
from network.moderation.publication import published_by_install
from sites.models import (
    AgencyHomePage,
    ArticlePage,
    MaterialPage,
    Pano,
    PanoPlacement,
    RequiredLink,
    WarningPage,
)
from tests.factories.accounts import make_user
from tests.factories.channels import add_channel
from tests.factories.owning import owning
from tests.factories.sections import (
    make_answer,
    make_article,
    make_event,
    make_item,
    make_material,
    make_place,
    make_warning,
    put_live,
)
from tests.factories.served import (
    SECOND,
    Network,
    everywhere,
    kept_as_now,
    seen_listening,
    served_network,
    within_a_second,
)
from tests.factories.servers import copied_database


@pytest.fixture(scope="module")
def network(django_db_setup, django_db_blocker) -> Iterator[Network]:
    """The network, committed in a database of its own."""
    with django_db_blocker.unblock(), copied_database(), served_network() as network:
        yield network


@pytest.fixture(autouse=True)
def warm(network) -> Iterator[None]:
    with kept_as_now(network):
        yield


def test_a_new_article(network):
    make_article(network.place, "Tin vừa đăng", date=dt.date(2026, 11, 25))
    everywhere(network, "hub, newest, section, place", lambda text: "Tin vừa đăng" in text)


def test_an_article_between_two_others(network):
    make_article(network.place, "Tin chen giữa", date=dt.date(2026, 11, 7))
    everywhere(network, "place, next to last", lambda text: "Tin chen giữa" in text)


def test_an_edited_article(network):
    article = ArticlePage.objects.get(pk=network.articles[3].pk)
    article.title, article.summary = "Tin đã sửa", "Tóm tắt mới."
    put_live(article.save_revision())
    names = "place, article, older article, topic"
    everywhere(network, names, lambda text: "Tin đã sửa" in text)
    everywhere(network, "article, place", lambda text: "Tóm tắt mới." in text)


def test_an_edited_article_on_the_front_page(network):
    article = ArticlePage.objects.get(pk=network.articles[7].pk)
    article.title = "Tin mới nhất đã sửa"
    put_live(article.save_revision())
    everywhere(network, "hub, section, place", lambda text: "Tin mới nhất đã sửa" in text)


def test_a_withdrawn_article(network):
    article = make_article(network.place, "Tin sẽ gỡ", date=dt.date(2026, 11, 26))
    everywhere(network, "hub, section, place", lambda text: "Tin sẽ gỡ" in text)
    assert [web.get(article.url).status for web in network.webs] == [200, 200]
    article.unpublish()
    everywhere(network, "hub, section, place", lambda text: "Tin sẽ gỡ" not in text)
    within_a_second(lambda: {web.get(article.url).status for web in network.webs} == {404})


def test_a_renamed_agency(network):
    agency = network.home.agency
    agency.name, agency.short_name = "Sở Y tế và Dân số", "Sở Y tế và Dân số"
    agency.save()
    names = "hub, section, place, article, far article, topic, directory"
    everywhere(network, names, lambda text: "Sở Y tế và Dân số" in text)


def test_an_agency_that_ends(network):
    names = "section, place, article, far article"
    former, heir = network.home.agency, network.other.agency
    make_item("Chính sách của cơ quan")
    everywhere(network, "section", lambda text: "Chính sách của cơ quan" in text)
    former.valid_to = timezone.localdate() - dt.timedelta(days=1)
    former.save()
    everywhere(network, names, lambda text: "đã kết thúc hoạt động" in text)
    everywhere(network, "section", lambda text: "Chính sách của cơ quan" not in text)
    Succession.objects.create(
        successor=heir, predecessor=former, predecessor_name=former.name, kind="sap_nhap"
    )
    everywhere(network, names, lambda text: "Cơ quan tiếp nhận" in text and heir.name in text)
    heir.name = "Sở Xây dựng và Giao thông"
    heir.save()
    everywhere(network, names, lambda text: heir.name in text)
    # At work again: what has ended shows no new policies.
    former.valid_to = None
    former.save()
    everywhere(network, names, lambda text: "đã kết thúc hoạt động" not in text)


def test_a_place_comes_into_the_menu_is_renamed_and_goes(network):
    place = make_place(network.home, "Lịch tiếp dân")
    names = "section, place"
    assert not any("Lịch tiếp dân" in text for text in network.texts("section"))
    only = make_article(place, "Thứ Năm hằng tuần")
    everywhere(network, names, lambda text: "Lịch tiếp dân" in text)
    place.title = "Lịch tiếp công dân"
    with published_by_install():
        place.save()
    everywhere(network, names, lambda text: "Lịch tiếp công dân" in text)
    only.unpublish()
    everywhere(network, names, lambda text: "Lịch tiếp công dân" not in text)


def test_a_translation(network):
    original = ArticlePage.objects.get(pk=network.articles[3].pk)
    fields = {"date": dt.date(2026, 12, 1), "language": "jra", "original": original}
    jrai = make_article(network.place, "Hră", translator="Ksor H'Lan", **fields)
    assert not any("hreflang" in text for text in network.texts("article"))
    ArticlePage.objects.filter(pk=jrai.pk).update(translation_reviewer="Siu Klơh")
    everywhere(network, "article", lambda text: f'href="{jrai.url}" hreflang="jra"' in text)
    ArticlePage.objects.filter(pk=jrai.pk).update(original=None)
    everywhere(network, "article", lambda text: "hreflang" not in text)


def test_a_warning_comes_and_goes(network):
    warning = make_warning(network.place, "Trang giả mạo")
    everywhere(network, "hub, warnings, section", lambda text: "Trang giả mạo" in text)
    WarningPage.objects.filter(pk=warning.pk).update(level="urgent")
    everywhere(network, "hub, warnings", lambda text: "warnings__one--urgent" in text)
    WarningPage.objects.filter(pk=warning.pk).update(shown_until=dt.date(2026, 1, 1))
    everywhere(network, "hub", lambda text: "warnings__one--urgent" not in text)
    warning.unpublish()
    everywhere(network, "hub, warnings", lambda text: "Trang giả mạo" not in text)


def test_an_answer_comes_is_edited_and_goes(network):
    answer = make_answer(network.place, "Khai sinh muộn")
    everywhere(network, "hub, answers", lambda text: "Khai sinh muộn" in text)
    answer.summary = "Làm ở xã nơi cư trú."
    answer.save()
    everywhere(network, "answers", lambda text: "Làm ở xã nơi cư trú." in text)
    answer.unpublish()
    everywhere(network, "hub, answers", lambda text: "Khai sinh muộn" not in text)


def test_a_material_comes_is_edited_and_leaves_the_lists(network):
    names = "hub, section, materials"
    material = make_material(network.place, "Tờ gấp về hộ tịch")
    everywhere(network, names, lambda text: "Tờ gấp về hộ tịch" in text)
    material.title = "Tờ gấp về cư trú"
    put_live(material.save_revision())
    everywhere(network, names, lambda text: "Tờ gấp về cư trú" in text)
    MaterialPage.objects.filter(pk=material.pk).update(still_valid=False)
    everywhere(network, names, lambda text: "Tờ gấp về cư trú" not in text)


def test_an_event_moves_and_is_called_off(network):
    event = make_event(network.place, "Ngày hội pháp luật", place="Làng Kép")
    everywhere(network, "hub, events", lambda text: "Làng Kép" in text)
    calendar = f"/su-kien/{event.pk}.ics"
    assert all("Làng Kép" in web.get(calendar).text for web in network.webs)
    event.place = "Làng Ốp"
    put_live(event.save_revision())
    everywhere(network, "hub, events", lambda text: "Làng Ốp" in text)
    within_a_second(lambda: all("Làng Ốp" in web.get(calendar).text for web in network.webs))
    with published_by_install():
        event.delete()
    everywhere(network, "hub, events", lambda text: "Ngày hội pháp luật" not in text)
    within_a_second(lambda: {web.get(calendar).status for web in network.webs} == {404})


def test_a_need_that_is_put_otherwise(network):
    need = Situation.objects.get(slug="dat-dai")
    need.label, need.short_label = "Đất và nhà", "Đất, nhà"
    need.save()
    everywhere(network, "needs, need", lambda text: "Đất và nhà" in text)
    everywhere(network, "hub, section", lambda text: "Đất, nhà" in text)
    need.agency_codes = [network.home.agency.code]
    need.save()
    everywhere(network, "section", lambda text: "Hỏi cơ quan này về" in text)
    need.topics.add(Topic.objects.get(slug="thong-ke"))
    everywhere(network, "need", lambda text: "/linh-vuc/thong-ke/" in text)


def test_what_is_about_a_need(network):
    article = make_article(network.place, "Sang tên sổ đỏ")
    article.topics.add(Topic.objects.get(slug="dat-dai"))
    with published_by_install():
        article.save()
    everywhere(network, "need, topic", lambda text: "Sang tên sổ đỏ" in text)
    everywhere(network, "sitemap", lambda text: article.url in text)
    article.unpublish()
    everywhere(network, "need, topic", lambda text: "Sang tên sổ đỏ" not in text)
    everywhere(network, "sitemap", lambda text: article.url not in text)


def test_a_new_policy(network):
    make_item("Chính sách rất mới")
    everywhere(network, "hub, section, policies", lambda text: "Chính sách rất mới" in text)


def test_links_and_panos_at_the_foot(network):
    RequiredLink.objects.create(title="Cổng mới", url="https://a.example.vn/", kinds=["so"])
    everywhere(network, "section, far article, other article", lambda text: "Cổng mới" in text)
    pano = Pano.objects.create(
        title="Pano", image=network.picture, alt_text="Mời xem", url="https://b.example.vn/"
    )
    PanoPlacement.objects.create(page=network.home, pano=pano)
    everywhere(network, "section, far article", lambda text: "Mời xem" in text)
    Pano.objects.filter(pk=pano.pk).update(alt_text="Mời đọc")
    everywhere(network, "section, far article", lambda text: "Mời đọc" in text)


def test_a_text_that_announces_a_channel_that_has_ended(network):
    url = "https://www.facebook.com/soytegialai"
    agency = network.home.agency
    channel = add_channel(agency, make_user(), leader=make_user(), url=url)
    body = [("paragraph", f'<p>Trang mới: <a href="{url}">Sở Y tế</a></p>')]
    page = make_article(network.place, "Trang mới của Sở", body=body)
    Announcement.objects.create(channel=channel, page=page)

    def says_so() -> set[bool]:
        return {"không còn là trang chính thức" in web.get(page.url).text for web in network.webs}

    assert says_so() == {False}
    ended = {"state": ChannelState.CLOSED, "ended_on": timezone.localdate()}
    Channel.objects.filter(pk=channel.pk).update(**ended)
    within_a_second(lambda: says_so() == {True})


def test_a_logo(network):
    AgencyHomePage.objects.filter(pk=network.home.pk).update(logo=network.picture)
    everywhere(network, "section", lambda text: "<img" in text[text.index("page-head") :])


def test_the_settings_of_the_hub(network):
    settings = HubSettings.load()
    settings.province = "tỉnh Gia Lai mới"
    settings.save()
    names = "hub, section, place, article, policies, topic, directory"
    everywhere(network, names, lambda text: "tỉnh Gia Lai mới" in text)


def silently(title: str, page: ArticlePage) -> None:
    """Change a title so that nobody is notified."""
    with transaction.atomic(), owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE wagtailcore_page SET title = %s WHERE id = %s", [title, page.pk])


def test_without_a_notification_nobody_notices(network):
    silently("Đổi trong im lặng", network.articles[4])
    time.sleep(SECOND)
    shown = network.texts("hub") + network.texts("place")
    assert not any("Đổi trong im lặng" in text for text in shown)


def test_a_publication_drops_its_own_section_and_the_lists_of_the_hub_alone(network):
    for article in (network.articles[0], network.articles[-1], network.citing):
        silently("Chỉ ai làm lại mới thấy", article)
    make_article(network.place, "Tin vừa đăng xong", date=dt.date(2026, 11, 27))
    everywhere(network, "hub, section, place", lambda text: "Tin vừa đăng xong" in text)
    everywhere(network, "hub, far article", lambda text: "Chỉ ai làm lại mới thấy" in text)
    others = ("other article", "other section", "document")
    assert not any(
        "Chỉ ai làm lại mới thấy" in text for name in others for text in network.texts(name)
    )


def test_a_draft_that_is_saved_drops_nothing(network):
    silently("Đổi trước bản nháp", network.articles[6])
    ArticlePage.objects.get(pk=network.articles[5].pk).save_revision()
    time.sleep(SECOND)
    assert not any("Đổi trước bản nháp" in text for text in network.texts("next to last"))


def test_20000_rows_in_one_statement_are_seen_and_take_less_than_two_seconds(network):
    network.texts("other article")
    silently("Đổi cùng lúc với nhiều thứ", network.articles[-1])
    with connection.cursor() as cursor:
        begun = time.monotonic()
        cursor.execute(
            "INSERT INTO legal_updates_citation"
            " (page_id, number, number_key, type_key, in_live, in_draft)"
            " SELECT %s, 'số ' || n, 'n' || n, '', true, true FROM generate_series(1, 20000) n",
            [network.articles[-1].pk],
        )
        assert time.monotonic() - begun < 2
    everywhere(network, "other article", lambda text: "Đổi cùng lúc với nhiều thứ" in text)


def test_a_reader_who_has_the_page_is_told_so(network):
    web, address = network.webs[0], network.articles[3].url
    first = web.get(address)
    assert "stale-while-revalidate" in first.headers["Cache-Control"]
    assert "Vary" not in first.headers
    again = web.get(address, If_None_Match=first.headers["ETag"])
    assert (again.status, again.text) == (304, "")
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


@pytest.mark.parametrize("cookie", ["sessionid=a", "csrftoken=b", "preview=c"])
def test_who_brings_our_cookies_is_answered_afresh(network, cookie):
    silently(f"Chỉ người có {cookie} thấy", network.articles[5])
    address = network.articles[5].url
    web = network.webs[0]
    web.get(address)
    assert f"Chỉ người có {cookie} thấy" in web.get(address, Cookie=cookie).text
    assert "ETag" not in web.get(address, Cookie=cookie).headers


def test_addresses_without_end_are_not_kept_and_clicks_not_counted(network):
    silently("Tiêu đề khác", network.articles[1])
    web, address = network.webs[0], network.articles[1].url
    kept = web.get(address).text
    assert "Tiêu đề khác" in web.get(f"{address}?so-ngau-nhien=7").text
    assert web.get(f"{address}?fbclid=abc&utm_source=zalo").text == kept


def test_a_page_that_needs_a_sign_in_is_not_kept(network):
    page = Page.objects.get(pk=network.articles[2].pk)
    private = PageViewRestriction.objects.create(page=page, restriction_type="login")
    everywhere(network, "older article", lambda text: text == "")
    private.delete()
    everywhere(network, "older article", lambda text: "Tin ngày 3" in text)


def test_one_makes_what_many_ask_for(network):
    web, address = network.webs[0], f"{network.home.url}?trang=1"
    with ThreadPoolExecutor(3) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE agency_sites_articlepage IN ACCESS EXCLUSIVE MODE")
            asked = [pool.submit(web.get, address) for _ in range(3)]
            time.sleep(SECOND)
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            assert cursor.fetchone() == (1,)
        assert {each.result().status for each in asked} == {200}


def test_who_no_longer_listens_keeps_nothing(network):
    silently("Đổi khi không ai nghe", network.articles[0])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'network listener'"
        )
        assert len(cursor.fetchall()) == len(network.webs)
    everywhere(network, "far article", lambda text: "Đổi khi không ai nghe" in text)
    # It listens again, and keeps again.
    seen_listening(network)
    network.warm()
    silently("Đổi lần nữa", network.articles[0])
    assert not any("Đổi lần nữa" in text for text in network.texts("far article"))


def test_while_migrations_run_nothing_is_kept(network):
    with owning(), connection.cursor() as cursor:
        remove(cursor)
        try:
            for title in ("Đổi khi đang nâng cấp", "Đổi lần nữa khi đang nâng cấp"):
                silently(title, network.articles[0])
                everywhere(network, "far article", lambda text, title=title: title in text)
        finally:
            install(cursor, RULES)
    make_article(network.place, "Tin sau khi nâng cấp", date=dt.date(2026, 12, 2))
    everywhere(network, "hub, place", lambda text: "Tin sau khi nâng cấp" in text)
