"""Start the process that opens a file, and wait for what it makes; never trust it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from .child import RESULT
from .results import FileRefused, Part, Reading, Refusal

SECONDS = 300.0
_BEAT = 10.0
# How a process ends that meets its limits, or that a file has led astray.
_ITS_OWN_FAULT = tuple(
    -number
    for number in (
        *(signal.SIGXCPU, signal.SIGXFSZ, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS),
        *(signal.SIGILL, signal.SIGTRAP, signal.SIGFPE),
    )
)


class ChildDied(Exception):
    """The process ended by itself without a result: killed by somebody, or by its limits."""


def convert(
    source: Path, folder: Path, *, beat: Callable[[], object], seconds: float = SECONDS
) -> Reading:
    """Return what a process of its own reads in `source`; its pictures are in `folder` then.

    `beat` is called every few seconds meanwhile. Raises FileRefused, ChildDied.
    """
    process = _start(source, folder)
    try:
        _wait(process, beat, seconds)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode in _ITS_OWN_FAULT:
        raise FileRefused(Refusal.TOO_HEAVY)
    if process.returncode:
        raise ChildDied(f"exit code {process.returncode}")
    return _result(folder)


def _start(source: Path, folder: Path) -> "subprocess.Popen[bytes]":
    # Should we be killed, the kernel kills it.
    leash = ["setpriv", "--pdeathsig", "KILL", "--"]
    return subprocess.Popen(  # noqa: S603
        [*leash, sys.executable, "-m", "network.media.viewing.child", str(source), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        # Neither the database's address nor a secret.
        env={"PYTHONPATH": str(settings.BASE_DIR), "PATH": os.defpath, "LANG": "C.UTF-8"},
    )


def _wait(process: "subprocess.Popen[bytes]", beat: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            process.wait(min(_BEAT, left))
        except subprocess.TimeoutExpired:
            beat()
        else:
            return
    raise FileRefused(Refusal.TOO_HEAVY)


def _result(folder: Path) -> Reading:
    try:
        told: dict[str, Any] = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        if "refusal" in told:
            raise FileRefused(Refusal(told["refusal"]))
        notes = [(str(kind), str(found)) for kind, found in told["notes"]]
        pictures = [str(name) for name in told["pictures"]]
        return Reading([Part(**part) for part in told["parts"]], notes, pictures)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ChildDied("no result") from error
