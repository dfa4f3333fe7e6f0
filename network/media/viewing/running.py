"""Start the child processes that open a file, and validate their results, which are not trusted."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from .archives import OPEN_FORMATS, office_kind
from .confinement import MOST_MEMORY
from .office import AGAIN
from .paging import laid_on_pages
from .results import MOST_FOUND, RESULT, FileReading, FileRefused, NoteKind, ReadingPart, Refusal

# The processor limit of `confinement` ends a file that is too heavy. By the clock a child process
# has several times as much: on a crowded machine a scan of 200 pages takes more than five minutes.
SECONDS = 900.0
_BEAT = 2.0
# Each process is limited to MOST_MEMORY. The parent kills it a little earlier, because a program
# whose allocation fails may leave out images and still exit with success.
_LOOK, _MOST_SEEN = 0.05, MOST_MEMORY - 60_000_000
# A handbook of 300 pages gives 2 MB of JSON, which takes several times as much memory when parsed.
_MOST_TOLD_BYTES = 16 * 1024 * 1024
# Exit codes of a process that exceeded its limits or was crashed by the file.
_ITS_OWN_FAULT = tuple(
    -number
    for number in (
        *(signal.SIGXCPU, signal.SIGXFSZ, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS),
        *(signal.SIGILL, signal.SIGTRAP, signal.SIGFPE, signal.SIGSYS),
    )
)


_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class ChildDied(Exception):
    """The child process ended without a result, killed by another process or by its limits."""


def convert(
    source: Path, folder: Path, *, beat: Callable[[], object], seconds: float = SECONDS
) -> FileReading:
    """Convert `source` in child processes and return the result. Its images are in `folder`.

    Calls `beat` every few seconds. Raises FileRefused or ChildDied.
    """
    processes = Processes(folder, beat, seconds)
    kind = _office_kind(source)
    if kind in OPEN_FORMATS:
        kind = OPEN_FORMATS[kind]
        source = processes.saved_as(kind, source)
    reading = processes.read(source)
    if settings.OFFICE_PROGRAM and NoteKind.UNCOMPUTED in dict(reading.notes):
        # LibreOffice computes the formulas; without it the officer is told of the empty cells.
        with contextlib.suppress(FileRefused):
            reading = processes.read(processes.saved_as(kind, source))
    if settings.OFFICE_PROGRAM and NoteKind.NO_PAGE_PICTURES in dict(reading.notes):
        name = reading.print_copy or reading.clean_copy
        shown = folder / name if name and not (folder / name).is_symlink() else source
        _add_pictures(reading, shown, processes, flows=kind == "docx")
    return reading


def _office_kind(source: Path) -> str:
    """Return the type of an office file, or "". Reads only the archive's index and type entries."""
    with source.open("rb") as file:
        if file.read(2) != b"PK":
            return ""
        file.seek(0)
        return office_kind(file)


def _add_pictures(
    reading: FileReading, source: Path, processes: "Processes", *, flows: bool
) -> None:
    """Add the page images to the parts. If that fails, readers get the text only."""
    try:
        printed = processes.read(processes.saved_as("pdf", source), reading.shown).parts
        parts = laid_on_pages(reading, printed, flows=flows)
    except FileRefused:
        parts = None
    reading.notes = [each for each in reading.notes if each[0] != NoteKind.NO_PAGE_PICTURES]
    if parts is None:
        reading.note(NoteKind.PICTURES_FAILED)
    else:
        reading.parts = parts


@dataclass(frozen=True, slots=True)
class Processes:
    """The child processes for one file, run one after another. Their output is in `folder`."""

    folder: Path
    beat: Callable[[], object]
    seconds: float

    def read(self, source: Path, pages: Sequence[int] = ()) -> FileReading:
        """Return the content of the file, or of the given pages. Raises FileRefused if the
        converter refuses the file, ChildDied if it fails."""
        wanted = " ".join(map(str, pages))
        code = self.run("viewing.child", str(source), str(self.folder), wanted)
        if code:
            raise ChildDied(f"exit code {code}")
        return self._result()

    def saved_as(self, kind: str, source: Path) -> Path:
        """Return the path of the file converted by LibreOffice to another type. Raises
        FileRefused."""
        program = settings.OFFICE_PROGRAM
        if not program:
            raise FileRefused(Refusal.NO_OFFICE)
        made = self.folder / kind / f"file.{kind}"
        (self.folder / RESULT).unlink(missing_ok=True)
        words = ("viewing.office", program, str(source), str(self.folder), kind)
        if self.run(*words) == AGAIN:
            self.run(*words)
        if (self.folder / RESULT).exists():
            self._result()
        if made.is_symlink() or not made.is_file():
            raise FileRefused(Refusal.BROKEN)
        return made

    def inspect(self, source: Path) -> None:
        """Inspect a file in a child process. Raises FileRefused if it contains anything forbidden,
        ChildDied if the process fails."""
        code = self.run("inspection.child", str(source), str(self.folder))
        if code:
            raise ChildDied(f"exit code {code}")
        self._told()

    def look_at_scan(self, source: Path) -> None:
        """Look in a child process whether a PDF shows anything. Raises FileRefused if not."""
        code = self.run("inspection.scan_child", str(source), str(self.folder))
        if code:
            raise ChildDied(f"exit code {code}")
        self._told()

    def read_manuscript(self, source: Path, kind: str) -> dict[str, Any]:
        """Read a DOCX file or a paste in a child process and return the JSON of its manuscript.

        Raises FileRefused if it cannot be read, ChildDied if the process fails.
        """
        code = self.run("word_import.child", str(source), str(self.folder), kind)
        if code:
            raise ChildDied(f"exit code {code}")
        return self._told()

    def run(self, module: str, *words: str) -> int:
        """Run a module of `network.media` in a child process and return its exit code.

        Raises FileRefused if the process exceeded its limits, ChildDied if it was killed.
        """
        process = _start(module, words, self.folder)
        try:
            self._wait(process)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.returncode in _ITS_OWN_FAULT:
            raise FileRefused(Refusal.TOO_HEAVY)
        if process.returncode < 0:
            raise ChildDied(f"signal {-process.returncode}")
        return process.returncode

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait for the process. Raises FileRefused if it takes too long or too much memory."""
        beaten = time.monotonic()
        deadline = beaten + self.seconds
        while (now := time.monotonic()) < deadline:
            try:
                process.wait(min(_LOOK, deadline - now))
            except subprocess.TimeoutExpired:
                if memory_below(process.pid) > _MOST_SEEN:
                    raise FileRefused(Refusal.TOO_HEAVY) from None
            else:
                return
            if now - beaten >= _BEAT:
                self.beat()
                beaten = now
        raise FileRefused(Refusal.TOO_HEAVY)

    def _result(self) -> FileReading:
        told = self._told()
        try:
            return FileReading(
                parts=[ReadingPart(**part) for part in told["parts"]],
                notes=[(str(kind), str(found)) for kind, found in told["notes"]],
                pictures=[str(name) for name in told["pictures"]],
                shown=[int(number) for number in told["shown"]],
                clean_copy=Path(str(told["clean_copy"])).name,
                print_copy=Path(str(told["print_copy"])).name,
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ChildDied("no result") from error

    def _told(self) -> dict[str, Any]:
        """Return the JSON result of the process. Raises FileRefused if it is a refusal."""
        path = self.folder / RESULT
        # A named pipe would block the reader for ever.
        if path.is_symlink() or not path.is_file():
            raise ChildDied("no result")
        if path.stat().st_size > _MOST_TOLD_BYTES:
            raise FileRefused(Refusal.TOO_LONG)
        try:
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            refusal = Refusal(told["refusal"]) if "refusal" in told else None
        except (OSError, ValueError, TypeError) as error:
            raise ChildDied("no result") from error
        if refusal:
            raise FileRefused(refusal, str(told.get("found", ""))[:MOST_FOUND])
        return told


def memory_below(pid: int) -> int:
    """Return the resident memory in bytes of a process and its children."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = [
            int(child)
            for listed in Path(f"/proc/{pid}/task").glob("*/children")
            for child in listed.read_text().split()
        ]
        return pages * _PAGE_BYTES + sum(map(memory_below, children))
    return 0


def _start(module: str, words: tuple[str, ...], folder: Path) -> "subprocess.Popen[bytes]":
    # The kernel kills the child if this process dies.
    leash = ["setpriv", "--pdeathsig", "KILL", "--"]
    return subprocess.Popen(  # noqa: S603
        [*leash, sys.executable, "-m", f"network.media.{module}", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        # A minimal environment, without the database URL and secrets.
        env={"PYTHONPATH": str(settings.BASE_DIR), "PATH": os.defpath, "LANG": "C.UTF-8"},
    )
