"""Agencies take turns: a scan of 200 pages delays the files of others by a few pages at most."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from network.core.leases import LEASE
from network.core.queues import HEAVY, SCANS
from network.media import tasks
from network.media.models import AgencyDocument, RenderedPage, Rendering
from network.media.viewing import ocr, running, scans
from network.media.viewing.models import ConversionStage, RenderingState
from network.media.viewing.page_text import Fate
from network.media.viewing.results import FileReading, NoteKind, ReadingPart
from network.media.viewing.turns import files_before
from tests.aggregator.test_concurrency import ROOT, this_database
from tests.factories.accounts import signed_in
from tests.factories.files import make_file
from tests.factories.moderation import Office, make_office
from tests.factories.owning import EMPTY_LEFTOVERS, owning

TURN = scans.PAGES_PER_TURN


@pytest.fixture
def agencies(db: None) -> list[Office]:
    return [make_office(code) for code in ("A", "B", "C")]


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the files, in the order in which their files and pages are worked on."""
    worked_on: list[str] = []

    def title(folder: Path) -> str:
        mark = folder.name.rsplit("-", 1)[0]
        return str(Rendering.objects.get(folder__endswith=mark).document.title)

    def convert(source: Path, folder: Path, **_: object) -> FileReading:
        worked_on.append(title(folder.parent))
        return FileReading([ReadingPart("chữ", "<p>chữ</p>")])

    def read_page(source: Path, number: int, part: ReadingPart, **_: object) -> ReadingPart:
        worked_on.append(f"{title(source.parent)}:{number}")
        return replace(part, text=f"Trang {number}", confidence=90)

    monkeypatch.setattr(running, "convert", convert)
    monkeypatch.setattr(ocr, "read_page", read_page)
    return worked_on


def upload(office: Office | None, title: str, *, pages: int = 0) -> Rendering:
    """Store a file of an agency or of all; with `pages` a converted scan of so many pages."""
    own = {"collection": office.agency.collection} if office else {}
    file = make_file(b"tep", title=title, **own)
    rendering = Rendering.objects.get(document=file)
    if pages:
        ProcrastinateJob.objects.filter(args__rendering_id=rendering.pk).delete()
        RenderedPage.objects.bulk_create(
            RenderedPage(rendering=rendering, number=number, is_unread=True)
            for number in range(1, pages + 1)
        )
        Rendering.objects.filter(pk=rendering.pk).update(
            pages_unread=pages, page_count=pages, pages_made=pages
        )
        rendering.refresh_from_db()
        tasks.enqueue(rendering)
    return rendering


def run_next(queue: str) -> bool:
    """Run the next job of a queue as the worker does. Returns False if there is none."""
    waiting = ProcrastinateJob.objects.filter(queue_name=queue, status="todo")
    job = waiting.order_by("-priority", "id").first()
    if job is None:
        return False
    ProcrastinateJob.objects.filter(pk=job.pk).delete()
    app.tasks[job.task_name](**job.args)
    return True


def turns(order: list[str]) -> list[str]:
    """Return the titles without page numbers, those in a row once."""
    titles = [entry.split(":")[0] for entry in order]
    return [title for at, title in enumerate(titles) if at == 0 or titles[at - 1] != title]


def test_a_long_scan_and_the_scans_of_others_take_turns(agencies, order):
    a, b, c = agencies
    long = upload(a, "A", pages=200)
    run_next(SCANS.queue)
    upload(b, "B", pages=1)
    upload(c, "C", pages=TURN + 1)
    for _ in range(5):
        run_next(SCANS.queue)
    assert turns(order) == ["A", "B", "C", "A", "C", "A"]
    assert order[TURN] == "B:1"
    while run_next(SCANS.queue):
        pass
    assert Counter(order).most_common(1)[0][1] == 1
    assert len(order) == 200 + 1 + TURN + 1
    long.refresh_from_db()
    assert (long.state, long.pages_unread, long.has_text) == (RenderingState.READY, 0, True)
    assert long.notes == [[NoteKind.READ_BY_MACHINE, "200/200, 90 %"]]
    assert len(long.digest) == 64


def test_without_turns_the_others_wait_for_all_pages(agencies, order, monkeypatch):
    oldest = (
        Rendering.objects.filter(pages_unread__gt=0).order_by("pk").values_list("pk", flat=True)
    )
    monkeypatch.setattr(tasks, "next_file", lambda stage, now: oldest.first())
    upload(agencies[0], "A", pages=200)
    upload(agencies[1], "B", pages=1)
    while run_next(SCANS.queue):
        pass
    assert order.index("B:1") == 200


def test_the_scans_of_one_agency_take_turns_too(agencies, order):
    upload(agencies[0], "long", pages=200)
    upload(agencies[0], "short", pages=1)
    upload(agencies[1], "other", pages=1)
    for _ in range(4):
        run_next(SCANS.queue)
    assert turns(order) == ["long", "other", "short", "long"]


def test_conversions_go_round_the_agencies(agencies, order):
    a, b, c = agencies
    for office, title in ((a, "A1"), (a, "A2"), (a, "A3"), (b, "B1"), (c, "C1"), (c, "C2")):
        upload(office, title)
    run_next(HEAVY.queue)
    upload(b, "B2")
    while run_next(HEAVY.queue):
        pass
    assert order == ["A1", "B1", "C1", "A2", "B2", "C2", "A3"]


def test_a_scan_keeps_no_conversion_waiting(agencies, order):
    """Each step has a lane and a lock of its own, so that both run at the same time."""
    upload(agencies[0], "scan", pages=200)
    upload(agencies[1], "docx")
    jobs = ProcrastinateJob.objects.filter(task_name__startswith="media.")
    assert set(jobs.values_list("queue_name", "lock")) == {
        (SCANS.queue, "media.read_scan"),
        (HEAVY.queue, "media.render"),
    }
    run_next(HEAVY.queue)
    assert order == ["docx"]


def test_a_converted_scan_is_queued_for_its_text(agencies, order, monkeypatch):
    monkeypatch.setattr(ocr, "scanned_pages", lambda source, reading: [1])
    rendering = upload(agencies[0], "scan")
    run_next(HEAVY.queue)
    rendering.refresh_from_db()
    assert (rendering.stage, rendering.pages_unread) == (ConversionStage.READ, 1)
    run_next(SCANS.queue)
    rendering.refresh_from_db()
    assert rendering.is_ready
    assert order == ["scan", "scan:1"]


def test_a_scanned_book_has_its_running_head_once_and_no_page_numbers(agencies, order, monkeypatch):
    def read_page(source: Path, number: int, part: ReadingPart, **_: object) -> ReadingPart:
        lines = ("Sổ tay hòa giải viên", f"Điều {number}.", str(number))
        html = "".join(f"<p>{line}</p>" for line in lines)
        return replace(part, text="\n".join(lines), html=html, fate=Fate.RECOGNISED)

    monkeypatch.setattr(ocr, "read_page", read_page)
    book = upload(agencies[0], "A", pages=TURN + 1)
    while run_next(SCANS.queue):
        pass
    first, *others = book.pages.order_by("number").values_list("text", "html")
    head = "Sổ tay hòa giải viên"
    assert first == (f"{head}\nĐiều 1.", f"<p>{head}</p><p>Điều 1.</p>")
    numbers = range(2, TURN + 2)
    assert others == [(f"Điều {number}.", f"<p>Điều {number}.</p>") for number in numbers]


def test_a_killed_reading_goes_on_from_the_stored_pages(agencies, order, monkeypatch):
    rendering = upload(agencies[0], "A", pages=12)
    read = ocr.read_page

    def killed_at_third(*words, **options):
        part = read(*words, **options)
        if len(order) == 3:
            raise KeyboardInterrupt
        return part

    monkeypatch.setattr(ocr, "read_page", killed_at_third)
    now = timezone.now()
    with pytest.raises(KeyboardInterrupt):
        scans.read_scan(rendering_id=rendering.pk, now=now)
    assert scans.read_scan(rendering_id=rendering.pk, now=now) is None
    while rendering and rendering.state == RenderingState.WAITING:
        now += 2 * LEASE
        rendering = scans.read_scan(rendering_id=rendering.pk, now=now)
    assert rendering.is_ready
    assert order == [f"A:{number}" for number in (1, 2, 3, *range(3, 13))]


def test_the_uploader_sees_how_many_files_have_their_turn_before(client, agencies, order):
    a, b, _c = agencies
    for title in ("A1", "A2", "A3"):
        rendering = upload(a, title)
    own = upload(b, "B1")
    assert (files_before(own), files_before(rendering)) == (1, 3)
    signed_in(client, b.author)
    AgencyDocument.objects.update(uploaded_by_user=b.author)
    page = client.get(reverse("wagtaildocs:edit", args=[own.document.pk])).content.decode()
    assert "Số tệp đứng trước: 1" in page


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Rows that other processes see; what the test has made is deleted after it."""
    with django_db_blocker.unblock():
        yield
        AgencyDocument.objects.all().delete()
        with owning(), connection.cursor() as cursor:
            cursor.execute(EMPTY_LEFTOVERS)
        connection.close()


WORKER = """
import datetime as dt, os, sys, time
import django
django.setup()
from dataclasses import replace
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[1]
from network.media.viewing import ocr, scans
from network.media.viewing.models import Rendering
def read_page(source, number, part, *, beat):
    with open(sys.argv[2], "a") as log:
        log.write(f"{number}\\n")
    time.sleep(0.02)
    return replace(part, text=f"Trang {number}", confidence=90)
ocr.read_page = read_page
now = dt.datetime.fromisoformat(sys.argv[3])
while (row := Rendering.objects.filter(pages_unread__gt=0).first()):
    scans.read_scan(rendering_id=row.pk, now=now)
"""


@pytest.mark.drill
def test_kill_minus_nine_loses_no_page(committed, settings, tmp_path):
    """Workers killed while they read 200 pages: each page is read once, but those in flight."""
    settings.MEDIA_ROOT = tmp_path / "media"
    rendering = upload(None, "A", pages=200)
    log = tmp_path / "log"
    log.touch()
    environ = os.environ | {"DATABASE_URL": this_database(), "PYTHONPATH": str(ROOT)}
    now, kills = timezone.now(), 0

    def lines() -> list[str]:
        return log.read_text().split()

    while len(lines()) < 170:
        begun = len(lines())
        words = [str(settings.MEDIA_ROOT), str(log), now.isoformat()]
        worker = subprocess.Popen([sys.executable, "-c", WORKER, *words], env=environ)
        wait_until(lambda at=begun: len(lines()) >= at + 17)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        now, kills = now + 2 * LEASE, kills + 1
    subprocess.run(
        [sys.executable, "-c", WORKER, str(settings.MEDIA_ROOT), str(log), now.isoformat()],
        env=environ,
        check=True,
    )
    rendering.refresh_from_db()
    texts = list(rendering.pages.values_list("text", flat=True))
    counts = Counter(lines())
    again = {number: count for number, count in counts.items() if count > 1}
    print(f"{kills} kills, pages read again: {again}")  # noqa: T201
    assert rendering.is_ready
    assert texts == [f"Trang {number}" for number in range(1, 201)]
    assert len(again) <= kills
    assert sum(counts.values()) <= 200 + kills


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)
