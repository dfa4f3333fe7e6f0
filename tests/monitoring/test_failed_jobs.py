"""The network admin sees why background jobs failed, tries them again or gives them up."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from network.agencies.models import AuditEntry, Role
from network.core.models import JobFailure
from network.core.queues import MAIL
from network.core.system_checks.findings import Level
from network.core.system_checks.queue_checks import check_queues
from network.core.worker import run_lanes
from tests.factories.accounts import signed_in
from tests.factories.owning import EMPTY_LEFTOVERS, owning
from tests.factories.people import make_agency, make_member

INDEX, ALL = reverse("failed_jobs:index"), reverse("failed_jobs:retry_all")
FAIL = """
INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts, queueing_lock)
VALUES ('mail', %s, 'failed', 3, %s) RETURNING id
"""
REASON = "Dữ liệu cũ, không cần nữa"


def failed(task: str = "mailing.send", *, lock: str | None = None, error: str = "DiskFull") -> int:
    """Return the id of a job that has failed."""
    with connection.cursor() as cursor:
        cursor.execute(FAIL, [task, lock])
        (key,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO core_jobfailure (job_id, error, place, at) VALUES (%s, %s, '', now())",
            [key, error],
        )
    return key


def states() -> dict[int, str]:
    # The section of the agency is noted for the search.
    rows = ProcrastinateJob.objects.exclude(task_name="hub.keep_search")
    return dict(rows.values_list("pk", "status"))


@pytest.fixture
def admin(client, db):
    """A client of the network admin."""
    return signed_in(client, make_member(make_agency("Sở Tư pháp"), Role.NETWORK_ADMIN))


def test_the_list_says_what_failed_and_why(admin):
    failed()
    failed("media.render", error="KeyError")
    failed("tests.removed")
    text = BeautifulSoup(admin.get(INDEX).content, "html.parser").main.text
    for said in (
        "Gửi thư",
        "Ổ đĩa đã đầy.",
        "Chuyển đổi tệp để đọc",
        "Lỗi của chương trình.",
        "không có việc đó",
    ):
        assert said in text
    only = BeautifulSoup(admin.get(INDEX, {"task_name": "media.render"}).content, "html.parser")
    assert "1 việc nền bị lỗi" in only.text
    assert "Gửi thư" not in only.find("table").text


def test_one_is_tried_again_with_all_attempts_before_it(admin):
    first, second = failed(), failed()
    assert admin.post(reverse("failed_jobs:retry", args=[first])).url == INDEX
    assert states() == {first: "todo", second: "failed"}
    assert ProcrastinateJob.objects.get(pk=first).attempts == 0
    entry = AuditEntry.objects.get(action="job_retried")
    assert (entry.subject, entry.detail) == ("Gửi thư", {"jobs": 1})
    assert admin.post(reverse("failed_jobs:retry", args=[first])).status_code == 404


def test_the_button_sends_the_token_that_a_browser_needs(admin):
    first = failed()
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies = admin.cookies
    html = BeautifulSoup(guarded.get(INDEX).content, "html.parser")
    form = html.find("form", action=reverse("failed_jobs:retry", args=[first]))
    assert guarded.post(form["action"]).status_code == 403
    fields = {field["name"]: field["value"] for field in form("input")}
    assert guarded.post(form["action"], fields).url == INDEX


def test_one_that_is_tried_again_waits_since_then(admin):
    first = failed()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at)"
            " VALUES (%s, 'deferred', now() - interval '9 days')",
            [first],
        )
    admin.post(reverse("failed_jobs:retry", args=[first]))
    finding = check_queues(timezone.now())
    assert finding.level == Level.GOOD
    assert finding.figures["mail_waiting"] == 1


def test_all_of_a_kind_are_tried_again_each_lock_once(admin):
    other = failed("media.render")
    twice = [failed("aggregator.refresh_source", lock="one") for _ in range(2)]
    admin.post(ALL, {"kind": "aggregator.refresh_source"})
    assert states() == {other: "failed", twice[1]: "todo"}
    admin.post(ALL)
    assert states() == {other: "todo", twice[1]: "todo"}


def test_they_are_given_up_with_a_reason_only(admin):
    first, second = failed(), failed("media.render")
    url = reverse("failed_jobs:give_up", args=[first])
    assert "Gửi thư" in admin.get(url).content.decode()
    admin.post(url, {"reason": "kệ"})
    assert set(states()) == {first, second}
    assert admin.post(url, {"reason": REASON}).url == INDEX
    assert set(states()) == {second}
    entry = AuditEntry.objects.get(action="job_given_up")
    assert entry.detail == {"jobs": 1, "reason": REASON}
    assert JobFailure.objects.count() == 1


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.OVERSEER])
def test_nobody_else_sees_or_touches_them(client, db, role):
    key = failed()
    somebody = signed_in(client, make_member(make_agency("Sở Tư pháp"), role))
    assert somebody.get(INDEX).status_code != 200
    somebody.post(ALL)
    somebody.post(reverse("failed_jobs:give_up", args=[key]), {"reason": REASON})
    assert states() == {key: "failed"}


def fail_in_worker() -> None:
    """Run a task that raises, in the installation's own worker."""
    app.task(lambda: {}["nothing"], name="tests.fails").configure(queue=MAIL.queue).defer()
    connector = app.connector.get_worker_connector()

    async def run(working) -> None:
        async with working.open_async():
            await run_lanes(working, wait=False)

    with app.replace_connector(connector) as working, ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run(working)).result(30)


def test_the_worker_saves_why_a_job_failed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        try:
            fail_in_worker()
            failure = JobFailure.objects.get(job__task_name="tests.fails")
        finally:
            del app.tasks["tests.fails"]
            with owning(), connection.cursor() as cursor:
                cursor.execute(EMPTY_LEFTOVERS)
            connection.close()
    assert failure.error == "KeyError"
    assert failure.place.startswith("tests/monitoring/test_failed_jobs.py:")
