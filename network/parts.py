"""The running parts of the network: started together, watched, and stopped together."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# Docker waits 10 s before it kills; whoever is told to stop must be done before that.
STOP_SECONDS = 8


class LaunchError(Exception):
    """The network cannot start or go on; the message is one line that says what to do."""


@dataclass(frozen=True)
class Child:
    """A running part of the network; `log` is None when it writes to our own terminal."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None = None

    def complaint(self) -> str:
        """Say in one line that this part stopped although nobody asked it to."""
        where = f"; see {self.log}" if self.log else ""
        return f"The {self.name} stopped by itself (exit code {self.process.returncode}){where}."


def run_to_end(command: list[str], log: Path) -> None:
    """Run a step on our terminal, its stderr in a log; LaunchError with its last line."""
    with log.open("wb") as kept:
        process = _popen(command, stdout=None, stderr=kept)
        try:
            code = process.wait()
        finally:
            _end([process])
    if code:
        lines = log.read_text(errors="replace").splitlines()
        reason = next((line.strip() for line in reversed(lines) if line.strip()), "No reason given")
        raise LaunchError(f"{reason} (log: {log})")


@contextlib.contextmanager
def running(parts: dict[str, list[str]], logs: Path | None) -> Iterator[list[Child]]:
    """Run the parts while the block runs; every way out of it stops all of them."""
    children: list[Child] = []
    try:
        for name, command in parts.items():
            log = logs / f"{name.replace(' ', '-')}.log" if logs else None
            with log.open("wb") if log else contextlib.nullcontext() as output:
                process = _popen(command, stdout=output, stderr=output)
            children.append(Child(name, process, log))
        yield children
    finally:
        _end([child.process for child in children])


def wait_for_the_end(children: list[Child]) -> None:
    """Sleep until a part dies, which is a LaunchError, or until somebody stops us."""
    while True:
        # Looks without reaping, so that Popen still learns the exit code.
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        for child in children:
            if child.process.poll() is not None:
                raise LaunchError(child.complaint())
        if ended is not None:
            # A stranger's orphan, given to us as process 1 of a container.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(ended.si_pid, 0)


def _popen(
    command: list[str], stdout: IO[bytes] | None, stderr: IO[bytes] | None
) -> subprocess.Popen[bytes]:
    # Its own group: Ctrl-C is for us, who stop the parts in good order. Should we be killed
    # outright, the kernel tells the part. No session of its own: Linux weighs sessions, and the
    # worker gives way only to those of its own (see `background`).
    leash = ["setpriv", "--pdeathsig", "TERM", "--"]
    return subprocess.Popen(  # noqa: S603
        [*leash, *command],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        process_group=0,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask the processes and their children to stop, and insist after STOP_SECONDS."""
    alive = [process for process in processes if process.poll() is None]
    for process in alive:
        os.killpg(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in alive:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
