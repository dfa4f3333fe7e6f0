"""kill -9 of workers and of what opens files for them: at the end each file is ready, once.

`make drill`: a hundred times, over thirty files.
"""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from network.core.leases import LEASE
from network.media.models import AgencyDocument, RenderedPage, Rendering
from network.media.viewing.models import RenderingState
from tests.aggregator.test_concurrency import ROOT, this_database
from tests.factories.files import make_file, make_readable
from tests.factories.owning import owning
from tests.media.corpus import honest_office, honest_pdf
from tests.media.corpus.watching import MIB, below, command_of, peak_of

NURSERY = Path(__file__).with_name("nursery.py")
KILLS = int(os.environ.get("KILLS") or 6)
FILES = 30 if KILLS > 30 else 5
NAMES = ("three-leaflets.pdf", "outline.docx", "three-sheets.xlsx", "three-slides.pptx", "scan.pdf")
ROWS = [row for row in [*honest_pdf.ROWS, *honest_office.ROWS] if row.name in NAMES]
PATIENCE_SECONDS = 60
MOST_BYTES = 300 * MIB
# The next worker comes when the lease of the killed one has run out.
TURN = LEASE + dt.timedelta(seconds=1)
# By so much memory one knows how far it is: it has begun, it imports, it reads.
FAR = (1, 15 * MIB, 28 * MIB)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Rows that other processes see; what the test has made is deleted after it."""
    with django_db_blocker.unblock():
        yield
        AgencyDocument.objects.all().delete()
        with owning(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        connection.close()


class Nursery:
    """Starts workers in another process, and kills them or theirs at a moment of their work."""

    def __init__(self, folder: Path, media: Path) -> None:
        self.folder, self.said, self.worker = folder / "work", folder / "said", 0
        self.folder.mkdir()
        told = {"DATABASE_URL": this_database(), "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, str(NURSERY), str(self.said), str(media)],
            cwd=ROOT,
            env=os.environ | told | {"TMPDIR": str(self.folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def work(self, now: dt.datetime, ids: list[int]) -> None:
        """Start a worker for these files."""
        self._process.stdin.write(f"{now.isoformat()} {' '.join(map(str, ids))}\n")
        self._process.stdin.flush()
        self.worker = int(self._process.stdout.readline())

    def end(self) -> int:
        """Wait for the worker to end; return its exit code."""
        return int(self._process.stdout.readline())

    def kill(self) -> None:
        """Kill the worker and wait for its end."""
        os.kill(self.worker, signal.SIGKILL)
        assert self.end() == -signal.SIGKILL

    def opening(self, far: int) -> int:
        """Return the process that opens a file, once it has so much memory."""
        return until(lambda: next((pid for pid in self._opening() if peak_of(pid) >= far), 0))

    def _opening(self) -> Iterator[int]:
        for pid in below(self.worker):
            try:
                if b"network.media.viewing" in command_of(pid):
                    yield pid
            except OSError:
                continue

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()


def until[Found](look: Callable[[], Found]) -> Found:
    """Return what is found at last."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := look():
            return found
    raise AssertionError("it never came to that moment")


@pytest.fixture
def nursery(committed: None, tmp_path: Path, media_folder: Path) -> Iterator[Nursery]:
    nursery = Nursery(tmp_path, media_folder)
    yield nursery
    nursery.close()


def while_a_file_is_opened(nursery: Nursery, chance: random.Random) -> None:
    nursery.opening(chance.choice(FAR))
    nursery.kill()


def while_pictures_are_stored(nursery: Nursery, chance: random.Random) -> None:
    before = set(stored())
    until(lambda: set(stored()) - before)
    nursery.kill()


def while_the_rows_are_written(nursery: Nursery, chance: random.Random) -> None:
    """The pictures are there, the worker waits for the table that this test has locked."""
    pages = RenderedPage._meta.db_table
    waiting = "FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {pages} IN SHARE ROW EXCLUSIVE MODE")

        def waits() -> bool:
            cursor.execute(f"SELECT pg_sleep(0.01), count(*) {waiting}", [pages])
            return bool(cursor.fetchone()[1])

        until(waits)
        nursery.kill()
        # The server would finish the statement of the dead before it noticed.
        cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) {waiting}", [pages])
        assert cursor.fetchone() == (True,)


MOMENTS = (while_a_file_is_opened, while_pictures_are_stored, while_the_rows_are_written)


def stored() -> Iterator[str]:
    for folder in Rendering.objects.values_list("folder", flat=True):
        if default_storage.exists(folder):
            yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[1])


def waiting_ids(chance: random.Random) -> list[int]:
    """The files that wait, in an order of chance: none is killed too often."""
    ids = list(Rendering.objects.filter(state=RenderingState.WAITING).values_list("pk", flat=True))
    return chance.sample(ids, len(ids))


def made_of(rendering: Rendering) -> tuple[list[tuple], list[tuple[str, bytes]]]:
    """What readers get: the pages, and the pictures with their names."""
    pages = rendering.pages.values_list("number", "title", "text", "width", "height")
    _, names = default_storage.listdir(rendering.folder) if has_pictures(rendering) else ([], [])
    pictures = [(name, default_storage.open(f"{rendering.folder}/{name}").read()) for name in names]
    return list(pages), sorted(pictures)


def has_pictures(rendering: Rendering) -> bool:
    return default_storage.exists(rendering.folder)


def test_killed_workers_and_killed_readers_leave_each_file_ready_once(nursery):
    chance = random.Random(KILLS)  # noqa: S311
    contents = {row.name: row.make() for row in ROWS}
    alone = {
        name: made_of(Rendering.objects.get(document=make_readable(content, name)))
        for name, content in contents.items()
    }
    files = {}
    for at in range(FILES):
        name = NAMES[at % len(NAMES)]
        files[make_file(contents[name], name).pk] = name
    now = timezone.now()
    for kill in range(0, KILLS, 2):
        now += TURN
        nursery.work(now, waiting_ids(chance))
        os.kill(nursery.opening(chance.choice(FAR)), signal.SIGKILL)
        MOMENTS[kill // 2 % len(MOMENTS)](nursery, chance)
    assert Rendering.objects.filter(state=RenderingState.WAITING).exists()
    nursery.work(now + TURN, waiting_ids(chance))
    assert nursery.end() == 0
    most = int(nursery.said.read_text())
    print(f"{KILLS} kills over {FILES} files; worker at most {most // MIB} MB")  # noqa: T201
    assert 0 < most < MOST_BYTES
    for rendering in Rendering.objects.filter(document__in=files):
        assert (rendering.state, rendering.leased_until) == (RenderingState.READY, None)
        assert made_of(rendering) == alone[files[rendering.document_id]]
    assert list(nursery.folder.iterdir()) == []
