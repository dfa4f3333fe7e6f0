"""A network of two sections, committed, that two web processes serve: for tests of what is kept."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection
from wagtail.images.tests.utils import get_test_image_file

from legal_updates.models import LegalDocument, Topic
from network.core.freshness.listening import INSTALLED
from network.media.models import AgencyImage
from network.moderation.publication import published_by_install
from sites.models import AgencyHomePage, ArticlePage, LibraryRule, SectionIndexPage

from .documents import backdate, make_document
from .sections import (
    SOURCE,
    make_article,
    make_item,
    make_place,
    make_section,
    make_source,
    put_live,
)
from .servers import Web, web_processes

SECOND = 1.0


def within_a_second(is_so: Callable[[], bool], what: str = "it") -> None:
    """Fail unless it is so within a second."""
    deadline = time.monotonic() + SECOND
    while not is_so():
        assert time.monotonic() < deadline, f"{what} is stale"
        time.sleep(0.02)


@dataclass
class Network:
    """Two sections with articles, and two web processes that have shown all of it."""

    webs: list[Web]
    home: AgencyHomePage
    other: AgencyHomePage
    place: SectionIndexPage
    articles: list[ArticlePage]
    picture: AgencyImage
    document: LegalDocument
    citing: ArticlePage

    def addresses(self) -> dict[str, str]:
        """Return an address for each template that is kept."""
        return {
            "hub": "/",
            "section": self.home.url,
            "place": self.place.url,
            "article": self.articles[3].url,
            "older article": self.articles[2].url,
            "far article": self.articles[0].url,
            "next to last": self.articles[6].url,
            "other section": self.other.url,
            "other article": self.articles[-1].url,
            "citing article": self.citing.url,
            "document": self.document.get_absolute_url(),
            "documents": "/van-ban/",
            "topic": "/linh-vuc/dat-dai/",
            "policies": "/chinh-sach-moi/",
            "directory": "/co-quan/",
            "needs": "/toi-can/",
            "need": "/toi-can/dat-dai/",
            "warnings": "/canh-bao/",
            "events": "/su-kien/",
            "answers": "/hoi-dap/",
            "newest": "/bai-moi/",
            "materials": "/tai-lieu/",
            "place of mine": "/noi-toi-o/",
            "sitemap": f"/sitemap/co-quan/{self.home.slug}.xml",
        }

    def texts(self, name: str) -> list[str]:
        """Return what each process shows there."""
        return [web.get(self.addresses()[name]).text for web in self.webs]

    def warm(self) -> dict[str, str]:
        """Let every process keep everything; returns what the first shows."""
        for web in self.webs:
            shown = {name: web.get(address).text for name, address in self.addresses().items()}
        return shown


@contextmanager
def served_network() -> Iterator[Network]:
    """Fill the database, which must be one of its own, and serve it while the block runs."""
    home, other = make_section("Sở Y tế"), make_section("Sở Xây dựng")
    place = make_place(home, "Tin tức")
    days = [dt.date(2026, 11, day) for day in range(1, 9)]
    articles = [make_article(place, f"Tin ngày {day.day}", date=day) for day in days]
    articles.append(make_article(make_place(other, "Tin"), "Tin xây dựng"))
    with published_by_install():
        articles[3].topics.add(Topic.objects.get(slug="dat-dai"))
        articles[3].save()
    source = make_source("Báo Gia Lai")
    LibraryRule.objects.create(page=home, source=source)
    make_item("Chính sách cũ", source=source)
    picture = AgencyImage.objects.create(
        title="Nhà rông", file=get_test_image_file(size=(64, 64)), public=True, **SOURCE
    )
    document = make_document("34/2020/NĐ-CP", title="Tên của văn bản")
    body = [("paragraph", "<p>Theo Nghị định số 34/2020/NĐ-CP.</p>")]
    citing = make_article(make_place(other, "Hỏi đáp"), "Bài có dẫn", body=body)
    put_live(citing.save_revision())
    # Written before the change of its law that a test makes.
    backdate(citing)
    with web_processes(2) as webs:
        yield Network(webs, home, other, place, articles, picture, document, citing)
    connection.close()


@contextmanager
def kept_as_now(network: Network) -> Iterator[None]:
    """Keep all pages as they are now; afterwards lists hold again what they held at first."""
    network.warm()
    yield
    first = [page.pk for page in (*network.articles, network.citing)]
    for page in ArticlePage.objects.live().exclude(pk__in=first):
        page.unpublish()


def seen_within_a_second(network: Network, name: str, is_new: Callable[[str], bool]) -> None:
    """Fail unless both processes show what is new within a second, and go on doing so."""
    within_a_second(lambda: all(map(is_new, network.texts(name))), name)


def everywhere(network: Network, names: str, is_new: Callable[[str], bool]) -> None:
    """Fail unless it is so of all these pages, named with commas between."""
    for name in names.split(", "):
        seen_within_a_second(network, name, is_new)


def seen_listening(network: Network) -> None:
    """Wait until all processes listen for changes, and so keep pages again."""
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name = 'network listener' AND query = %s",
                [INSTALLED],
            )
            if cursor.fetchone() == (len(network.webs),):
                return
            time.sleep(0.05)
    pytest.fail("nobody listens")
