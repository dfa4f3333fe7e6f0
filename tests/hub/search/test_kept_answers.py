"""Answers that guess are kept too, and dropped by what would make them guess otherwise."""

import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from legal_updates.models import LegalDocument
from network.hub.search.keeping import refresh_changed
from sites.models import ArticlePage
from tests.factories.documents import make_document
from tests.factories.sections import make_article
from tests.factories.served import Network, served_network
from tests.factories.servers import Web, copied_database

SECOND = 1.0
# Some of the words; typed as Telex; a number in other letters than the text has.
SOME, TELEX, NUMBER = "rừng khộp mướt xanh", "nhaf daif", "888/ndcp"


@pytest.fixture(scope="module")
def network(django_db_setup, django_db_blocker) -> Iterator[Network]:
    """The network, committed in a database of its own."""
    with django_db_blocker.unblock(), copied_database(), served_network() as network:
        refresh_changed()
        yield network


def asked(web: Web, question: str) -> tuple[int, str]:
    answer = web.get(f"{reverse('hub:search')}?{urlencode({'q': question})}")
    return answer.status, answer.text


def within_a_second(network: Network, question: str, is_so: Callable[[int, str], bool]) -> None:
    refresh_changed()
    deadline = time.monotonic() + SECOND
    while not all(is_so(*asked(web, question)) for web in network.webs):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    # Kept from the second time on.
    for web in network.webs:
        assert is_so(*asked(web, question))


@pytest.mark.parametrize(
    ("question", "title"), [(SOME, "Bảo vệ rừng khộp"), (TELEX, "Lễ hội nhà dài")]
)
def test_what_is_like_it_comes_and_goes_within_a_second(network, question, title):
    for _ in range(2):
        page = make_article(network.place, title)
        within_a_second(network, question, lambda _status, text, url=page.url: url in text)
        page.unpublish()
        within_a_second(network, question, lambda _status, text, url=page.url: url not in text)
        ArticlePage.objects.get(pk=page.pk).delete()


def test_a_document_of_the_number_comes_and_goes_within_a_second(network):
    within_a_second(network, NUMBER, lambda status, _text: status == HTTPStatus.OK)
    make_document("888/2031/NĐ-CP")
    within_a_second(network, NUMBER, lambda status, _text: status == HTTPStatus.FOUND)
    LegalDocument.objects.get(number_key__startswith="888/").delete()
    within_a_second(network, NUMBER, lambda status, _text: status == HTTPStatus.OK)
