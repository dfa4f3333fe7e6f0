"""Start the processes that open a file, and wait for what they make; never trust it."""

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
from .office import AGAIN
from .paging import laid_on_pages
from .results import RESULT, FileReading, FileRefused, NoteKind, ReadingPart, Refusal

SECONDS = 300.0
_BEAT = 2.0
# A handbook of 300 pages tells 2 MB; what is read here is several times as large in memory.
_MOST_TOLD_BYTES = 16 * 1024 * 1024
# How a process ends that meets its limits, or that a file has led astray.
_ITS_OWN_FAULT = tuple(
    -number
    for number in (
        *(signal.SIGXCPU, signal.SIGXFSZ, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS),
        *(signal.SIGILL, signal.SIGTRAP, signal.SIGFPE, signal.SIGSYS),
    )
)


class ChildDied(Exception):
    """The process ended by itself without a result: killed by somebody, or by its limits."""


def convert(
    source: Path, folder: Path, *, beat: Callable[[], object], seconds: float = SECONDS
) -> FileReading:
    """Return what processes of their own read in `source`; its pictures are in `folder` then.

    `beat` is called every few seconds meanwhile. Raises FileRefused, ChildDied.
    """
    processes = Processes(folder, beat, seconds)
    kind = _office_kind(source)
    if kind in OPEN_FORMATS:
        kind = OPEN_FORMATS[kind]
        source = processes.saved_as(kind, source)
    reading = processes.read(source)
    if settings.OFFICE_PROGRAM and NoteKind.NO_PAGE_PICTURES in dict(reading.notes):
        clean = folder / reading.clean_copy
        shown = clean if reading.clean_copy and not clean.is_symlink() else source
        _add_pictures(reading, shown, processes, flows=kind == "docx")
    return reading


def _office_kind(source: Path) -> str:
    """Return what kind of office file it is, "" for none; nothing is unpacked but its index."""
    with source.open("rb") as file:
        if file.read(2) != b"PK":
            return ""
        file.seek(0)
        return office_kind(file)


def _add_pictures(
    reading: FileReading, source: Path, processes: "Processes", *, flows: bool
) -> None:
    """Give the parts the pictures of their pages; where that fails, readers get the text."""
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
    """Those of one file, one after the other; what they make is in `folder`."""

    folder: Path
    beat: Callable[[], object]
    seconds: float

    def read(self, source: Path, pages: Sequence[int] = ()) -> FileReading:
        """Return what the file says, or these pages of it."""
        wanted = " ".join(map(str, pages))
        code = self.run("child", str(source), str(self.folder), wanted)
        if code:
            raise ChildDied(f"exit code {code}")
        return self._result()

    def saved_as(self, kind: str, source: Path) -> Path:
        """Return the file as LibreOffice saves it as another kind."""
        program = settings.OFFICE_PROGRAM
        if not program:
            raise FileRefused(Refusal.NO_OFFICE)
        made = self.folder / kind / f"file.{kind}"
        (self.folder / RESULT).unlink(missing_ok=True)
        words = ("office", program, str(source), str(self.folder), kind)
        if self.run(*words) == AGAIN:
            self.run(*words)
        if (self.folder / RESULT).exists():
            self._result()
        if made.is_symlink() or not made.is_file():
            raise FileRefused(Refusal.BROKEN)
        return made

    def run(self, module: str, *words: str) -> int:
        """Return the exit code; FileRefused for what met its limits."""
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
        deadline = time.monotonic() + self.seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                process.wait(min(_BEAT, left))
            except subprocess.TimeoutExpired:
                self.beat()
            else:
                return
        raise FileRefused(Refusal.TOO_HEAVY)

    def _result(self) -> FileReading:
        path = self.folder / RESULT
        # Whoever reads a pipe waits for ever.
        if path.is_symlink() or not path.is_file():
            raise ChildDied("no result")
        if path.stat().st_size > _MOST_TOLD_BYTES:
            raise FileRefused(Refusal.TOO_LONG)
        try:
            told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if "refusal" in told:
                raise FileRefused(Refusal(told["refusal"]))
            return FileReading(
                parts=[ReadingPart(**part) for part in told["parts"]],
                notes=[(str(kind), str(found)) for kind, found in told["notes"]],
                pictures=[str(name) for name in told["pictures"]],
                shown=[int(number) for number in told["shown"]],
                clean_copy=Path(str(told["clean_copy"])).name,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ChildDied("no result") from error


def _start(module: str, words: tuple[str, ...], folder: Path) -> "subprocess.Popen[bytes]":
    # Should we be killed, the kernel kills it.
    leash = ["setpriv", "--pdeathsig", "KILL", "--"]
    return subprocess.Popen(  # noqa: S603
        [*leash, sys.executable, "-m", f"network.media.viewing.{module}", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        # Neither the database's address nor a secret.
        env={"PYTHONPATH": str(settings.BASE_DIR), "PATH": os.defpath, "LANG": "C.UTF-8"},
    )
