"""What citizens search for in vain becomes a topic to write, until the search finds it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.hub.models import UnansweredQuery, WantedTopic
from network.hub.search.keeping import refresh_changed
from network.hub.search.unanswered import record_unanswered
from network.hub.wanted.services import note_answers, take_topic
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_office
from tests.factories.people import make_member
from tests.factories.sections import make_article

pytestmark = pytest.mark.django_db
LIST, TAKEN = "/admin/chu-de/", "/admin/chu-de/da-nhan/"
WORDS = "nuôi chim yến"


def searched(words: str, days: int = 3) -> UnansweredQuery:
    for ago in range(days, 0, -1):
        record_unanswered(words, today=timezone.localdate() - dt.timedelta(days=ago))
    return UnansweredQuery.objects.order_by("-last_on", "digest").get(query__in=["", words])


def test_an_agency_takes_a_topic_and_no_other_can(client):
    a, b = make_office("A"), make_office("B")
    query = searched(WORDS)
    address = reverse("wanted:take", args=[query.digest])
    signed_in(client, a.agency_admin)
    assert f'href="{LIST}"' in client.get(reverse("wagtailadmin_home")).content.decode()
    signed_in(client, a.author)
    assert address in client.get(LIST).content.decode()
    assert client.post(address, {"agency": b.agency.pk}).status_code == 200
    assert client.post(address, {"agency": a.agency.pk}).status_code == 302
    topic = WantedTopic.objects.get()
    assert (topic.agency, topic.query, topic.days) == (a.agency, WORDS, 3)
    signed_in(client, b.author)
    assert WORDS not in client.get(LIST).content.decode()
    assert client.post(address, {"agency": b.agency.pk}).status_code == 404
    with pytest.raises(ValidationError):
        take_topic(digest=query.digest, agency=b.agency, user=b.author, now=timezone.now())
    assert WORDS not in client.get(TAKEN).content.decode()
    back = reverse("wanted:give_back", args=[topic.pk])
    assert client.post(back).status_code == 404
    signed_in(client, make_member(b.agency, Role.OVERSEER))
    assert WORDS in client.get(TAKEN).content.decode()
    signed_in(client, a.author)
    assert client.post(back).status_code == 302
    assert WORDS in client.get(LIST).content.decode()


def test_a_topic_ends_when_the_search_finds_a_page(office):
    today = timezone.localdate()
    taken, other = searched(WORDS), searched("mã số vùng trồng")
    take_topic(digest=taken.digest, agency=office.agency, user=office.author, now=timezone.now())
    note_answers(today=today)
    assert WantedTopic.objects.get().answered_on is None
    make_article(office.home, "Nuôi chim yến phải xin phép ở đâu")
    make_article(office.home, "Mã số vùng trồng là gì")
    refresh_changed()
    note_answers(today=today)
    assert WantedTopic.objects.get().answered_on == today
    assert not UnansweredQuery.objects.filter(pk=other.pk).exists()


def test_what_was_searched_on_two_days_is_shown_to_nobody(client, office):
    searched(WORDS, days=2)
    signed_in(client, office.author)
    assert WORDS not in client.get(LIST).content.decode()
    assert UnansweredQuery.objects.get().query == ""
