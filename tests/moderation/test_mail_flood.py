"""100,000 mails wait at a slow mail server, and long conversions run: an article goes live."""

import asyncio
import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from wagtail.models import Page

from network.core.queues import HEAVY, MAIL
from network.core.worker import run_lanes
from network.mailing import services
from network.media.viewing import services as viewing
from tests.factories.at_once import committed_office
from tests.factories.moderation import make_draft, publish

MAILS, MOST_SECONDS = 100_000, 60.0
QUEUE = """
INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
SELECT %s, %s, %s, jsonb_build_object(%s::text, 1000000 + number)
  FROM generate_series(1, %s) AS number
"""


def queue_many(task: str, argument: str, priority: int, queue: str, count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, [queue, task, priority, argument, count])


async def work_until(working: Any, is_live: threading.Event) -> None:
    async with working.open_async():
        running = asyncio.create_task(run_lanes(working, shutdown_graceful_timeout=2))
        await asyncio.to_thread(is_live.wait, 2 * MOST_SECONDS)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def wait_until_live(page_id: int, is_live: threading.Event) -> float:
    """Return the moment at which the page is live."""
    try:
        deadline = time.monotonic() + 2 * MOST_SECONDS
        while not Page.objects.get(pk=page_id).live:
            assert time.monotonic() < deadline, "not live"
            time.sleep(0.2)
        return timezone.now().timestamp()
    finally:
        is_live.set()
        connection.close()


@pytest.mark.drill
def test_a_scheduled_article_goes_live_within_a_minute(
    django_db_setup, django_db_blocker, monkeypatch
):
    sent: list[int] = []

    def send_slowly(*, mail_id: int, now: dt.datetime) -> int:
        time.sleep(0.3)
        sent.append(mail_id)
        return 0

    monkeypatch.setattr(services, "send", send_slowly)
    monkeypatch.setattr(viewing, "render", lambda **_arguments: time.sleep(5))
    with django_db_blocker.unblock(), committed_office() as office:
        # After the first look of the worker: its next one is in the next minute.
        at = timezone.now() + dt.timedelta(seconds=15)
        article = publish(make_draft(office, go_live_at=at), office)
        assert not Page.objects.get(pk=article.pk).live
        queue_many("mailing.send", "mail_id", MAIL.priority, MAIL.queue, MAILS)
        queue_many("media.render", "rendering_id", HEAVY.priority, HEAVY.queue, 50)
        is_live = threading.Event()
        connector = app.connector.get_worker_connector()
        with app.replace_connector(connector) as working, ThreadPoolExecutor(2) as threads:
            running = threads.submit(asyncio.run, work_until(working, is_live))
            live_at = threads.submit(wait_until_live, article.pk, is_live).result()
            running.result()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
            (failed,) = cursor.fetchone()
    late = live_at - at.timestamp()
    print(  # noqa: T201
        f"{MAILS} mails and 50 conversions wait: article live {late:.1f} s after its hour,"
        f" {len(sent)} mails sent meanwhile, duplicated {len(sent) - len(set(sent))},"
        f" failed jobs {failed}"
    )
    assert late < MOST_SECONDS + 1
    assert len(sent) == len(set(sent))
