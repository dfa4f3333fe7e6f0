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
# Set for a part that is started early, and waits at `wait_until_let_go`.
HELD = "PBGDPL_HELD"
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
    def start(
        cls, name: str, command: list[str], log: Path | None, *, held: bool = False
    ) -> "Child":
        """Start a part, which appends to its log. A held one waits for `let_go`."""
        return cls(name, command, _start(command, log, held=held), log, time.monotonic())

    def let_go(self) -> None:
        """Let a held part go on."""
        _let_go(self.process)

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


def is_held() -> bool:
    """Return whether this process was started early, and must wait with what it is there for."""
    return HELD in os.environ


def wait_until_let_go() -> None:
    """Wait until the launcher needs this process, if it was started early."""
    if os.environ.pop(HELD, ""):
        sys.stdin.buffer.read()


@contextlib.contextmanager
def step_in_advance(command: list[str], log: Path) -> Iterator[Callable[[], None]]:
    """Start a step that waits at `wait_until_let_go`; the block calls the result to let it go.

    It runs to its end on our terminal, its stderr in a log. Raises LaunchError with its last line
    if it fails. Every way out of the block ends it.
    """
    rotate(log)
    with log.open("ab") as kept:
        said_before = kept.tell()
        process = _popen(command, stdout=None, stderr=kept, held=True)

    def finish() -> None:
        _let_go(process)
        try:
            code = process.wait()
        finally:
            _end([process])
        if code:
            lines = log.read_bytes()[said_before:].decode(errors="replace").splitlines()
            said = (line.strip() for line in reversed(lines) if line.strip())
            raise LaunchError(f"{next(said, 'No reason given')} (log: {log})")

    try:
        yield finish
    finally:
        _end([process])


@contextlib.contextmanager
def running(
    parts: dict[str, list[str]], logs: Path | None, *, held: bool = False
) -> Iterator[list[Child]]:
    """Run the parts, and what the block adds to them, while the block runs; every way out of it
    stops all of them."""
    children: list[Child] = []
    try:
        add_parts(children, parts, logs, held=held)
        yield children
    finally:
        _end([child.process for child in children])


def add_parts(
    children: list[Child], parts: dict[str, list[str]], logs: Path | None, *, held: bool = False
) -> None:
    """Start parts and add them to those that run."""
    for name, command in parts.items():
        log = logs / f"{name.replace(' ', '-')}.log" if logs else None
        children.append(Child.start(name, command, log, held=held))


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


def _start(command: list[str], log: Path | None, *, held: bool = False) -> subprocess.Popen[bytes]:
    with log.open("ab") if log else contextlib.nullcontext() as output:
        return _popen(command, stdout=output, stderr=output, held=held)


def _popen(
    command: list[str],
    stdout: IO[bytes] | None,
    stderr: IO[bytes] | None,
    *,
    held: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a part in its own process group; the kernel ends it if this process is killed."""
    # Its own group: Ctrl-C is for us, who stop the parts in good order. Should we be killed
    # outright, the kernel tells the part.
    leash = ["setpriv", "--pdeathsig", "TERM", "--"]
    return subprocess.Popen(  # noqa: S603
        [*leash, *command],
        # The end of its input tells a held part to go on.
        stdin=subprocess.PIPE if held else subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        process_group=0,
        env=os.environ | {"PYTHONUNBUFFERED": "1"} | ({HELD: "1"} if held else {}),
    )


def _let_go(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()


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
