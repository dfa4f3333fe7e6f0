"""Two workers at the same time, and what a killed one leaves behind."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.db.models import F, Max

from legal_updates.models import LegalDocument, Topic
from network.following.choices import Choices
from network.following.digest_services import queue_digests
from network.following.models import Subscriber
from network.following.services import change_follows, stop_following
from network.hub.models import SearchChange
from network.mailing.models import Delivery, QueuedMail
from network.mailing.services import send
from tests.factories.at_once import one_behind_the_other
from tests.factories.documents import make_change, make_document, make_issuer
from tests.factories.owning import EMPTY_LEFTOVERS, owning
from tests.following.people import LAST_MONDAY, MONDAY, make_subscriber

PATIENCE = 20
PEOPLE = 25


@pytest.fixture
def people(django_db_setup, django_db_blocker) -> Iterator[list[int]]:
    """Subscribers of a document that has changed, in rows that other connections see."""
    with django_db_blocker.unblock():
        noted = SearchChange.objects.aggregate(last=Max("pk"))["last"] or 0
        issuer = make_issuer("Cơ quan thử")
        decree = make_document("7/2019/NĐ-CP", issuer=issuer)
        try:
            make_change(decree, now=MONDAY - (MONDAY - LAST_MONDAY) / 2)
            rows = [make_subscriber(f"a{n}@example.vn", documents=[decree]) for n in range(PEOPLE)]
            yield [row.pk for row in rows]
        finally:
            Subscriber.objects.all().delete()
            clear_away(decree)
            issuer.delete()
            # What the migrations have noted is still to be found by other tests.
            SearchChange.objects.filter(pk__gt=noted).delete()
            connection.close()


@pytest.fixture
def lan(django_db_setup, django_db_blocker) -> Iterator[Subscriber]:
    """Somebody who follows a topic, in rows that other connections see."""
    with django_db_blocker.unblock():
        try:
            yield make_subscriber("lan@example.vn", topics=["dat-dai"])
        finally:
            Subscriber.objects.all().delete()
            connection.close()


@pytest.mark.parametrize("stop_first", [True, False])
def test_who_stops_while_another_press_saves_has_stopped(lan, stop_first):
    hers = Choices(topics=frozenset(Topic.objects.values_list("pk", flat=True)[:3]))
    save = partial(change_follows, key=lan.key, frequency="daily", choices=hers)
    stop = partial(stop_following, key=lan.key)
    deeds = {True: [stop, save], False: [save, stop]}[stop_first]
    told = [each.result() for each in one_behind_the_other(lan, *deeds)]
    assert told == [True, not stop_first]
    assert not Subscriber.objects.exists()


def test_a_link_to_stop_that_is_pressed_twice_stops_once(lan):
    stop = partial(stop_following, key=lan.key)
    assert [each.result() for each in one_behind_the_other(lan, stop, stop)] == [True, False]


def clear_away(document: LegalDocument) -> None:
    with transaction.atomic(), owning(), connection.cursor() as cursor:
        # What became of a document is written once; nothing else forgets it.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "DELETE FROM legal_updates_validitychange WHERE document_id = %s", [document.pk]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
        document.delete()
        cursor.execute(EMPTY_LEFTOVERS)


def test_two_workers_at_once_send_each_digest_once(people, monkeypatch):
    sent, at_work, go_on = EmailBackend.send_messages, threading.Event(), threading.Event()

    def slowly(self: EmailBackend, messages: Any) -> int:
        if not at_work.is_set():
            at_work.set()
            assert go_on.wait(PATIENCE)
        return sent(self, messages)

    queue_digests(now=MONDAY)
    (row,) = QueuedMail.objects.all()

    def work() -> int:
        try:
            return send(mail_id=row.pk, now=MONDAY)
        finally:
            connection.close()

    monkeypatch.setattr(EmailBackend, "send_messages", slowly)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(work)
        assert at_work.wait(PATIENCE)
        # Seen from here, so it would be seen after a kill as well.
        assert Delivery.objects.count() == 1
        second = pool.submit(work).result(PATIENCE)
        go_on.set()
        assert first.result(PATIENCE) + second == PEOPLE
    assert len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox) == PEOPLE
    assert not Subscriber.objects.filter(claimed_until__gt=F("digested_until")).exists()
