"""What was erased at somebody's will does not come back with a restored backup."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from network.core.erasure_records import Erasure
from network.core.erasures.lists import FILE_NAME, mark_pending, write_list
from network.core.erasures.services import ERASABLE, forget_old_erasures, replay_pending
from network.following.models import Subscriber
from network.following.services import stop_following
from network.rights_requests.models import RequestKind, RightsRequest
from network.rights_requests.services import finish, take_in, withdraw_request
from tests.factories.moderation import make_draft, make_office, publish
from tests.factories.owning import owning
from tests.factories.rights_requests import make_request
from tests.following.people import make_subscriber

pytestmark = pytest.mark.django_db
TRIGGER = "core_note_erasure"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def subscriber():
    return make_subscriber("dan@example.vn")


def lose_and_restore(folder) -> dict[str, int]:
    """Keep the list, lose the notes as a restored older database does, and erase again."""
    now = timezone.now()
    with connection.cursor() as cursor:
        write_list(cursor, folder, keep_from=now - dt.timedelta(days=400))
        Erasure.objects.all().delete()
        mark_pending(cursor, folder, since=now - MINUTE)
    return replay_pending()


def test_who_stopped_following_gets_no_mail_after_a_restore(subscriber, tmp_path):
    stop_following(key=subscriber.key)
    subscriber.save(force_insert=True)
    listed = "following.Subscriber"
    assert lose_and_restore(tmp_path) == {listed: 1}
    assert not Subscriber.objects.exists()
    assert "dan@" not in (tmp_path / FILE_NAME).read_text()
    assert replay_pending() == {}, "once"


def test_without_the_trigger_they_would_be_back(subscriber, tmp_path):
    with owning(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER core_note_erasure ON following_subscriber")
    stop_following(key=subscriber.key)
    subscriber.save(force_insert=True)
    assert lose_and_restore(tmp_path) == {}
    assert Subscriber.objects.exists()


def test_a_withdrawn_request_does_not_come_back(tmp_path):
    row = make_request(make_office().agency)
    withdraw_request(request_id=row.pk, now=timezone.now())
    row.save(force_insert=True)
    assert lose_and_restore(tmp_path) == {"rights_requests.RightsRequest": 1}
    assert not RightsRequest.objects.exists()


def test_a_page_from_before_a_carried_out_request_is_taken_offline(tmp_path):
    office = make_office()
    page = make_draft(office, title="Ảnh của bé Na")
    publish(page, office)
    row = make_request(office.agency, page=page, kind=RequestKind.REMOVAL)
    now = timezone.now()
    take_in(request_id=row.pk, user=office.approver, now=now)
    finish(request_id=row.pk, user=office.approver, answer="Đã gỡ ảnh.", now=now)
    assert lose_and_restore(tmp_path) == {"wagtailcore.Page": 1}
    page.refresh_from_db()
    assert not page.live


def test_the_list_forgets_what_no_backup_holds(tmp_path):
    now = timezone.now()
    for days in (401, 399):
        Erasure.objects.create(
            at=now - dt.timedelta(days=days), label="questions.Question", key=days
        )
    with connection.cursor() as cursor:
        write_list(cursor, tmp_path, keep_from=now - dt.timedelta(days=400))
    assert [line.split()[-1] for line in (tmp_path / FILE_NAME).read_text().splitlines()] == ["399"]
    assert forget_old_erasures(now=now) == 1


def test_every_deletion_that_citizens_can_ask_for_is_noted():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [TRIGGER]
        )
        noted = {table for (table,) in cursor.fetchall()}
    deleted = [label for label, rule in ERASABLE.items() if rule.by_deletion]
    assert noted == {label.replace(".", "_").lower() for label in deleted}
