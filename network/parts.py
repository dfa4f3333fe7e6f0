"""The running parts of the network: started together, watched, started anew, stopped together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from network.core.log_files import rotate

# Docker waits 10 s before it kills; whoever is told to stop must be done before that.
STOP_SECONDS = 8
# Between two looks at what runs.
CHECK_SECONDS = 1.0
# A part that dies is started anew: at once, or at most so often while it does not live long.
YOUNG_SECONDS, LONGEST_PAUSE = 60.0, 10.0


class LaunchError(Exception):
    """The network cannot start or go on; the message is one line that says what to do."""


@dataclass
class Child:
    """A running part of the network; `log` is None when it writes to our own terminal."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    log: Path | None
    begun: float
    pause: float = 0.0

    @classmethod
    def start(cls, name: str, command: list[str], log: Path | None) -> "Child":
        """Start a part, which appends to its log."""
        return cls(name, command, _start(command, log), log, time.monotonic())

    def exit_message(self) -> str:
        """Say in one line that this part stopped although nobody asked it to."""
        where = f"; see {self.log}" if self.log else ""
        return f"The {self.name} stopped by itself (exit code {self.process.returncode}){where}."

    def restart_if_dead(self) -> None:
        """Say so where the part has died, and start it anew when its pause is over."""
        if self.log:
            rotate(self.log)
        if self.process.poll() is None:
            return
        lived = time.monotonic() - self.begun
        if lived < self.pause:
            return
        message = self.exit_message()
        self.pause = min(2 * self.pause + 1, LONGEST_PAUSE) if lived < YOUNG_SECONDS else 0.0
        # Its own child processes must not keep its port.
        _kill(self.process)
        self.process, self.begun = _start(self.command, self.log), time.monotonic()
        sys.stderr.write(f"{message} It is started anew.\n")


def run_to_end(command: list[str], log: Path) -> None:
    """Run a step on our terminal, its stderr in a log; LaunchError with its last line."""
    rotate(log)
    with log.open("ab") as kept:
        said_before = kept.tell()
        process = _popen(command, stdout=None, stderr=kept)
        try:
            code = process.wait()
        finally:
            _end([process])
    if code:
        lines = log.read_bytes()[said_before:].decode(errors="replace").splitlines()
        reason = next((line.strip() for line in reversed(lines) if line.strip()), "No reason given")
        raise LaunchError(f"{reason} (log: {log})")


@contextlib.contextmanager
def running(parts: dict[str, list[str]], logs: Path | None) -> Iterator[list[Child]]:
    """Run the parts while the block runs; every way out of it stops all of them."""
    children: list[Child] = []
    try:
        for name, command in parts.items():
            log = logs / f"{name.replace(' ', '-')}.log" if logs else None
            children.append(Child.start(name, command, log))
        yield children
    finally:
        _end([child.process for child in children])


def watch(children: list[Child], check: Callable[[], None]) -> None:
    """Keep the parts alive until somebody stops us; `check` does the same for what they need."""
    while True:
        _reap_strangers({child.process.pid for child in children})
        check()
        for child in children:
            child.restart_if_dead()
        time.sleep(CHECK_SECONDS)


def _reap_strangers(ours: set[int]) -> None:
    """Reap orphaned processes: as process 1 of a container we inherit them."""
    while True:
        try:
            # WNOWAIT: Popen must still be able to read the exit codes of the parts.
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        except ChildProcessError:
            return
        if ended is None or ended.si_pid in ours:
            return
        os.waitpid(ended.si_pid, 0)


def _start(command: list[str], log: Path | None) -> subprocess.Popen[bytes]:
    with log.open("ab") if log else contextlib.nullcontext() as output:
        return _popen(command, stdout=output, stderr=output)


def _popen(
    command: list[str], stdout: IO[bytes] | None, stderr: IO[bytes] | None
) -> subprocess.Popen[bytes]:
    # Its own group: Ctrl-C is for us, who stop the parts in good order. Should we be killed
    # outright, the kernel tells the part.
    """Start a part in its own process group; the kernel ends it if this process is killed."""
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
            _kill(process)
            process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
