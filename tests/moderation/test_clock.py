"""Every minute: approved pages go live at their hour, pages whose time is over leave."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from wagtail.models import Page, Revision

from network.moderation import tasks
from network.moderation.clock_services import due_page_ids
from network.moderation.models import Decision, Submission
from tests.factories.moderation import appraise, hand_in, make_draft, publish

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def later(monkeypatch):
    """Let the clock say one hour and a minute more."""
    moment = timezone.now() + HOUR + dt.timedelta(minutes=1)
    return lambda: monkeypatch.setattr(timezone, "now", lambda: moment)


def actions(article) -> list[str]:
    rows = Decision.objects.filter(page_id=article.pk).order_by("sequence")
    return list(rows.values_list("deed", flat=True))


def test_an_approved_page_goes_live_at_its_hour_and_an_old_one_leaves(office, later, client):
    coming = publish(make_draft(office, go_live_at=timezone.now() + HOUR), office)
    leaving = publish(make_draft(office, expire_at=timezone.now() + HOUR), office)
    tasks.publish_and_expire_due_pages(timestamp=0)
    assert (client.get(coming.url).status_code, client.get(leaving.url).status_code) == (404, 200)
    later()
    for _ in range(2):
        tasks.publish_and_expire_due_pages(timestamp=60)
    assert (client.get(coming.url).status_code, client.get(leaving.url).status_code) == (200, 404)
    assert actions(coming)[-2:] == ["approved", "published"]
    assert actions(leaving)[-2:] == ["approved", "expired"]


def test_a_newer_text_that_waits_goes_on_waiting(office, later):
    article = publish(make_draft(office, go_live_at=timezone.now() + HOUR), office)
    article.summary = "Lần hai."
    article.save_revision(user=office.author)
    hand_in(article, office.author)
    later()
    tasks.publish_and_expire_due_pages(timestamp=0)
    article.refresh_from_db()
    assert (article.live, article.summary != "Lần hai.") == (True, True)
    assert actions(article)[-2:] == ["submitted", "published"]
    appraise(article, office.appraiser)
    assert Submission.objects.get(page=article, closed_at=None).stage == "waiting_approval"


def test_a_page_that_fails_stops_no_other_and_is_named(office, later, caplog):
    ill, well = (
        publish(make_draft(office, go_live_at=timezone.now() + HOUR), office) for _ in range(2)
    )
    # What nobody approved: the database refuses it at its hour.
    unread = ill.save_revision(user=office.author, approved_go_live_at=ill.go_live_at)
    Revision.objects.filter(object_id=str(ill.pk)).exclude(pk=unread.pk).update(
        approved_go_live_at=None
    )
    later()
    with caplog.at_level("ERROR", logger="network.moderation.tasks"):
        tasks.publish_and_expire_due_pages(timestamp=0)
    ill.refresh_from_db()
    well.refresh_from_db()
    assert (ill.live, well.live) == (False, True)
    assert f"page {ill.pk} was left by the clock" in caplog.text


def test_the_clock_reads_indexes_alone():
    now = timezone.now()
    assert due_page_ids(now) == ([], [])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    # By its hour alone: on a table of eight rows any other condition may be the cheaper one.
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by()
    assert "Index Cond: (approved_go_live_at" in due.explain()
    old = Page.objects.filter(live=True, expire_at__lte=now).values("pk").order_by()
    assert "Index Cond: (expire_at" in old.explain()


def test_the_worker_finds_the_tasks():
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["moderation.follow_the_clock"] == "* * * * *"
    # 7:00 in Việt Nam.
    assert periodic["mailing.queue_digests"] == "0 0 * * *"
    assert periodic["mailing.try_again"] == "* * * * *"
