"""The process that opens a file: bounded, alone, and gone with whoever started it."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from network.media.viewing.confinement import LIMITS
from network.media.viewing.results import FileRefused, Refusal
from network.media.viewing.running import SECONDS, ChildDied, convert
from tests.factories.files import pdf_of

LEAFLET = "muoi-viec-cua-hoa-giai-vien"
LONG = [LEAFLET] * 120
CONFINED = """
import os, socket, subprocess, sys
from network.media.viewing import child
child._confine()
{attempt}
print("harm")
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "made").mkdir()
    path = tmp_path / "file"
    path.write_bytes(pdf_of(*LONG))
    return path


def child_of(source: Path) -> int:
    """The process that opens this file, waited for."""
    while True:
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = each.read_bytes().split(b"\0")
            except OSError:
                continue
            if str(source).encode() in words and b"network.media.viewing.child" in words:
                return int(each.parent.name)
        time.sleep(0.01)


def test_who_kills_it_is_told_apart_from_a_file_that_is_refused(source, tmp_path):
    killer = threading.Thread(target=lambda: os.kill(child_of(source), signal.SIGKILL))
    killer.start()
    with pytest.raises(ChildDied):
        convert(source, tmp_path / "made", beat=lambda: None)
    killer.join()


def test_what_takes_too_long_is_ended_and_named(source, tmp_path):
    with pytest.raises(FileRefused) as refused:
        convert(source, tmp_path / "made", beat=lambda: None, seconds=0.5)
    assert refused.value.refusal is Refusal.TOO_HEAVY


def test_it_dies_with_the_worker(source, tmp_path):
    begin = (
        "import sys, django; django.setup()\n"
        "from pathlib import Path\n"
        "from network.media.viewing.running import convert\n"
        "convert(Path(sys.argv[1]), Path(sys.argv[2]), beat=lambda: None)"
    )
    worker = subprocess.Popen([sys.executable, "-c", begin, str(source), str(tmp_path / "made")])
    child = child_of(source)
    worker.kill()
    worker.wait()
    while Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes():
        time.sleep(0.01)
    assert not (tmp_path / "made" / "result.json").exists()


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('example.com', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "bytearray(2 * 1024**3)",
        "open('large', 'wb').truncate(10**9)",
    ],
)
def test_it_reaches_no_network_no_program_and_no_more_memory_or_disk(tmp_path, attempt):
    ended = subprocess.run(
        [sys.executable, "-c", CONFINED.format(attempt=attempt)],
        env={"PYTHONPATH": str(Path.cwd())},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert ended.returncode != 0
    assert b"harm" not in ended.stdout


def test_it_is_told_nothing_of_the_network_around_it(source, tmp_path):
    def read() -> None:
        with pytest.raises(FileRefused):
            convert(source, tmp_path / "made", beat=lambda: None, seconds=3)

    thread = threading.Thread(target=read)
    thread.start()
    told = Path(f"/proc/{child_of(source)}/environ").read_bytes()
    thread.join()
    assert {each.partition(b"=")[0] for each in told.split(b"\0") if each} <= {
        *(b"PYTHONPATH", b"PATH", b"LANG"),
    }


def test_a_crowded_machine_refuses_no_file_that_keeps_its_processor_limit():
    """Beside other jobs a process gets a third of a processor."""
    assert 3 * LIMITS[resource.RLIMIT_CPU] <= SECONDS
