"""Which responses are kept, for whom, and what drops them: no more than what a change touches."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction

from network.core.freshness.triggers import install, remove
from network.hub.changes import RULES
from sites.models import (
    ArticlePage,
)
from tests.factories.owning import owning
from tests.factories.sections import (
    make_article,
)
from tests.factories.served import (
    SECOND,
    everywhere,
    seen_listening,
)

pytestmark = pytest.mark.usefixtures("warm")


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
