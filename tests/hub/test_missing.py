"""That nothing stands at an address is kept too, and never longer than it is true."""

import time
from collections.abc import Callable
from http import HTTPStatus

from django.db import connection
from wagtail.contrib.redirects.models import Redirect

from network.core.freshness.listening import CHANNEL
from network.moderation.publication import published_by_install
from tests.factories.documents import make_document
from tests.factories.owning import owning
from tests.factories.sections import make_article
from tests.factories.served import SECOND, Network, within_a_second

TITLE = "Tin chưa đăng"


def missing_everywhere(network: Network, address: str) -> None:
    """Ask each process until it has kept that nothing is there."""
    for web in network.webs:
        answers = [web.get(address) for _ in range(2)]
        assert [answer.status for answer in answers] == [HTTPStatus.NOT_FOUND] * 2
        assert "ETag" in answers[1].headers


def statuses(network: Network, address: str) -> set[int]:
    return {web.get(address).status for web in network.webs}


def silently(change: Callable[[], object]) -> None:
    """Change pages without anybody being notified."""
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE wagtailcore_page DISABLE TRIGGER USER")
        try:
            change()
        finally:
            cursor.execute("ALTER TABLE wagtailcore_page ENABLE TRIGGER USER")


def test_a_page_that_comes_to_an_address_is_there_within_a_second(network):
    address = f"{network.place.url}tin-chua-dang/"
    missing_everywhere(network, address)
    page = make_article(network.place, TITLE, slug="tin-chua-dang")
    within_a_second(lambda: statuses(network, address) == {HTTPStatus.OK})
    page.unpublish()
    within_a_second(lambda: HTTPStatus.OK not in statuses(network, address))


def test_a_page_that_moves_to_an_address_is_there_within_a_second(network):
    address = f"{network.place.url}dia-chi-moi/"
    page = make_article(network.place, "Tin sắp dời")
    missing_everywhere(network, address)
    with published_by_install():
        page.slug = "dia-chi-moi"
        page.save()
    within_a_second(lambda: statuses(network, address) == {HTTPStatus.OK})


def test_an_address_that_leads_elsewhere_does_so_within_a_second(network):
    missing_everywhere(network, "/tin-tuc-cu/bai-cu.html")
    Redirect.objects.create(
        old_path="/tin-tuc-cu/bai-cu.html", redirect_link="/hoi-dap/", is_permanent=False
    )
    within_a_second(lambda: statuses(network, "/tin-tuc-cu/bai-cu.html") == {HTTPStatus.FOUND})


def test_a_page_would_not_be_found_without_what_its_table_notifies(network):
    address = f"{network.place.url}tin-khong-ai-ke/"
    missing_everywhere(network, address)
    silently(lambda: make_article(network.place, TITLE, slug="tin-khong-ai-ke"))
    time.sleep(SECOND)
    assert statuses(network, address) == {HTTPStatus.NOT_FOUND}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, 'hub')", [CHANNEL])
    within_a_second(lambda: statuses(network, address) == {HTTPStatus.OK})


def test_what_is_no_page_is_looked_for_each_time(network):
    """Nobody notifies that a document of law, a topic or a code has come to an address."""
    address = "/van-ban/99-2026-nd-cp/"
    answers = [network.webs[0].get(address) for _ in range(3)]
    assert {(each.status, "ETag" in each.headers) for each in answers} == {(404, False)}
    document = make_document("99/2026/NĐ-CP")
    assert document.get_absolute_url() == address
    assert network.webs[0].get(address).status == HTTPStatus.OK
