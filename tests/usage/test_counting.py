"""Views are counted where a response leaves the process, without anything of the reader."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from legal_updates.models import Topic
from network.core.page_views import counting
from network.core.page_views.counting import VIEWS, PageViews, ViewedPage, ViewKind
from network.core.page_views.robots import is_robot
from network.moderation.publication import published_by_install
from network.usage.models import AgencyViews, TopicViews, ViewDay, ViewMonth
from network.usage.services import store_views_of
from sites.models import ArticlePage
from tests.factories.accounts import signed_in
from tests.factories.sections import make_article, make_section

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/140.0"}


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch) -> Iterator[None]:
    """Begin with no counts of other tests."""
    monkeypatch.setattr(VIEWS, "_counts", {})
    yield


@pytest.fixture
def page() -> ArticlePage:
    article = make_article(make_section())
    with published_by_install():
        article.topics.add(*Topic.objects.filter(slug__in=["dat-dai", "tre-em-binh-dang-gioi"]))
        article.save()
    return article


def read(client: Client, address: str, **headers: str) -> Any:
    return client.get(address, headers=BROWSER | headers)


def test_a_view_counts_for_its_page_agency_and_topics(client, page):
    tag = read(client, page.url)["ETag"]
    read(client, f"{page.url}?utm_source=zalo")
    read(client, f"{page.url}?q=x")
    assert read(client, page.url, **{"If-None-Match": tag}).status_code == 304
    client.get(page.url, headers={"User-Agent": "Googlebot/2.1"})
    VIEWS.flush()
    read(client, page.url)
    VIEWS.flush()
    today = timezone.localdate()
    agency = page.get_parent().specific.agency
    for row in (ViewDay.objects.get(day=today), ViewMonth.objects.get(month=today.replace(day=1))):
        assert (row.path, row.page_pk, row.agency) == (page.url, page.pk, agency)
        assert (row.views, row.revalidated, row.robots) == (4, 1, 1)
    assert AgencyViews.objects.get(agency=agency, day=today).views == 4
    topics = TopicViews.objects.filter(agency=agency).values_list("topic__slug", "views")
    assert set(topics) == {(slug, 4) for slug in page.topics.values_list("slug", flat=True)}


def test_what_is_not_counted(client, page, office):
    client.head(page.url, headers=BROWSER)
    read(client, page.url, **{"Sec-Purpose": "prefetch;prerender", "Sec-Fetch-Mode": "navigate"})
    read(client, page.url, **{"Sec-Fetch-Mode": "cors"})
    for address in ("/khong-co/", "/robots.txt", "/admin/", "/sitemap.xml"):
        read(client, address)
    signed_in(client, office.author)
    read(client, page.url)
    assert VIEWS._counts == {}
    # A form has left a cookie, which says nothing of an officer.
    citizen = Client()
    citizen.cookies["csrftoken"] = "x" * 32
    read(citizen, page.url)
    assert VIEWS._counts == {ViewedPage(page.url, page.pk): [1, 0, 0]}


def test_nothing_of_the_reader_is_stored(client, page, tmp_path):
    headers = {"User-Agent": "Mozilla/5.0 Kẻ-đọc", "Referer": "https://zalo.me/ke-doc"}
    client.get(f"{page.url}?q=ke-doc", headers=headers, REMOTE_ADDR="203.0.113.77")
    VIEWS.flush()
    call_command("dumpdata", "usage", output=str(file := tmp_path / "rows.json"))
    dumped = file.read_text()
    assert page.url in dumped
    for trace in ("203.0.113", "Mozilla", "ke-doc", "zalo"):
        assert trace not in dumped


def test_views_wait_while_the_database_is_away(monkeypatch):
    counted, batches = PageViews(), []

    def away(batch: Any) -> None:
        raise OperationalError

    counted.write = away
    for _ in range(3):
        counted.count(ViewedPage("/a/"), ViewKind.READ)
    counted.flush()
    counted.count(ViewedPage("/a/"), ViewKind.ROBOT)
    counted.write = batches.append
    counted.flush()
    counted.flush()
    assert batches == [{ViewedPage("/a/"): [3, 0, 1]}]
    # However many addresses there are, the memory of a process is limited.
    monkeypatch.setattr(counting, "MOST_PAGES", 2)
    for path in "abc":
        counted.count(ViewedPage(path), ViewKind.READ)
    counted.flush()
    assert len(batches[-1]) == 2


def test_the_sums_of_an_agency_outlive_its_page(page):
    agency, pk, url = page.get_parent().specific.agency, page.pk, page.url
    day = dt.date(2026, 11, 30)
    store_views_of({ViewedPage(url, pk): [2, 0, 0]}, day=day)
    page.delete()
    store_views_of({ViewedPage(url, pk): [1, 0, 0], ViewedPage("/"): [5, 0, 0]}, day=day)
    assert ViewDay.objects.get(page_pk=pk).views == 3
    sums = AgencyViews.objects.values_list("agency", "views")
    # Who is reading a copy of a page that is gone reads the network's.
    assert set(sums) == {(agency.pk, 2), (None, 6)}


@pytest.mark.parametrize(
    ("browser", "expected"),
    [
        ("Mozilla/5.0 (compatible; coccocbot-web/1.0)", True),
        ("facebookexternalhit/1.1", True),
        ("curl/8.5", True),
        ("", True),
        ("Mozilla/5.0 (Linux; Android 12; CUBOT P60) Chrome/120 Mobile Safari/537.36", False),
        ("Mozilla/5.0 (iPhone) Version/17 Mobile Safari Zalo iOS/500", False),
    ],
)
def test_robots_are_told_from_readers(browser, expected):
    assert is_robot(browser) is expected
