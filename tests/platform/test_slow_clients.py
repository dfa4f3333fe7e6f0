"""Slow clients hold up nobody: neither against the web server alone nor through the shipped proxy.

`make drill` is the long form of it, with figures (docs/benchmarks.md).
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from network.media.models import AgencyDocument
from tests.drill.servers import PREFIX, proxy
from tests.drill.servers import web_processes as behind_the_proxy
from tests.drill.visitors import Answers, Place, search_at_once, slow_clients, visit
from tests.factories.people import make_agency
from tests.factories.servers import copied_database, surroundings, web_processes
from tests.scale.feeds_server import free_port
from tests.scale.pages_client import answered

# More than a web process has threads, more of a file than fits into what lies between.
SLOW, FILE_BYTES = 20, 12_000_000
FORM = "/hoi-dap/gui/"
SEARCHES = 150


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker) -> Iterator[tuple[str, str]]:
    """The addresses of a large public file and a private one, in a database of its own."""
    with django_db_blocker.unblock(), copied_database():
        collection = make_agency().collection
        stored = [
            AgencyDocument.objects.create(
                title="Phim",
                file=ContentFile(bytes(FILE_BYTES), "phim.mp4"),
                collection=collection,
                public=public,
            )
            for public in (True, False)
        ]
        yield stored[0].url, stored[1].url
        for document in stored:
            document.file.delete(save=False)


@contextmanager
def alone(folder: Path) -> Iterator[Place]:
    """One web process, as `make run` starts it."""
    with web_processes(1) as (web,):
        yield Place(web.port)


@contextmanager
def through_the_proxy(folder: Path) -> Iterator[Place]:
    """Two web processes behind the shipped file."""
    with (
        behind_the_proxy(folder, surroundings()),
        proxy(folder, media=settings.MEDIA_ROOT, static=folder) as port,
    ):
        yield Place(port)


@pytest.fixture(scope="module", params=[alone, through_the_proxy])
def place(request, files, roomy_folder_for_module: Path) -> Iterator[Place]:
    """Where visitors ask, both ways of serving."""
    with request.param(roomy_folder_for_module) as place:
        yield place


@contextmanager
def by_wsgi(folder: Path) -> Iterator[Place]:
    """One process of the same server whose threads read and write, as it was once."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--blocking-threads", "4", "network.wsgi:application"]
    process = subprocess.Popen(command, env=os.environ | surroundings(), process_group=0)
    try:
        answered(port, "/")
        yield Place(port, patience=2)
    finally:
        # Its threads are held up: it would not end by itself.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def beside_the_slow(place: Place, file: str, *, readers: int = 0, posts: int = 0) -> Answers:
    """Return what a visitor finds who asks for pages that are kept and pages that are not."""

    async def measure() -> Answers:
        slow = slow_clients(place, file=file, form=FORM, readers=readers, posts=posts)
        async with slow:
            await asyncio.sleep(0.5)
            return await visit(place, ["/", "/?lai=1"], rate=10, seconds=2)

    return asyncio.run(measure())


def test_visitors_are_answered_beside_slow_readers_and_half_sent_forms(files, place):
    answers = beside_the_slow(place, files[0], readers=SLOW, posts=SLOW)
    assert answers.failed == 0, answers


@pytest.mark.parametrize("slow", [{"readers": SLOW}, {"posts": SLOW}])
def test_where_threads_read_and_write_the_slow_hold_up_everybody(files, slow, roomy_folder):
    with by_wsgi(roomy_folder) as place:
        assert beside_the_slow(place, files[0], **slow).failed > 0


def test_a_file_is_there_for_whom_the_rule_lets_have_it(files, place):
    async def asked(path: str, *more: str) -> tuple[int, bytes, bytes]:
        status, data = await place.send(place.head("GET", path, *more), Answers())
        head, _, body = data.partition(b"\r\n\r\n")
        return status, head.lower(), body

    async def measure() -> None:
        status, head, body = await asked(files[0])
        assert (status, len(body)) == (200, FILE_BYTES)
        for said in (b"video/mp4", b"nosniff", b"public, max-age=3600", b"default-src 'none'"):
            assert head.count(said) == 1, head
        status, head, body = await asked(files[0], "Range: bytes=5-8")
        assert (status, body) == (206, bytes(4))
        assert f"content-range: bytes 5-8/{FILE_BYTES}".encode() in head
        private = files[1]
        assert (await asked(private))[0] == 404
        assert (await asked(private, "Range: bytes=5-8"))[0] == 404
        assert (await asked(f"{PREFIX}documents/{Path(private).name}"))[0] == 404

    asyncio.run(measure())


def test_kept_pages_are_answered_while_more_is_searched_than_can_be(files, roomy_folder):
    with alone(roomy_folder) as place:
        asyncio.run(visit(place, ["/"], rate=10, seconds=1))

        async def measure() -> tuple[Answers, Answers]:
            searching = asyncio.to_thread(search_at_once, place, SEARCHES)
            return await asyncio.gather(searching, visit(place, ["/"], rate=20, seconds=2))

        searches, kept = asyncio.run(measure())
    assert kept.failed == 0
    # One is made at a time and a hundred wait; the others are told to come again.
    assert set(searches.statuses) == {200, 503}
    assert searches.statuses[200] >= 100
