"""How much memory the processes take that open a file, and whether anybody is called meanwhile."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

MIB = 1024**2
# What is read is the most that a process ever had: no more is missed than its last moment.
_EVERY_SECONDS = 0.01


class Watch:
    """The most memory that processes below ours had at once, in bytes."""

    def __init__(self) -> None:
        self.most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @contextlib.contextmanager
    def looking(self) -> Iterator[None]:
        """Look until the block ends."""
        self._thread.start()
        try:
            yield
        finally:
            self._ended.set()
            self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_EVERY_SECONDS):
            self.most = max(self.most, sum(map(_peak_of_another, below(os.getpid()))))


def below(pid: int) -> Iterator[int]:
    """Yield the processes that `pid` has started, and theirs."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, children.read_text().split()):
                yield child
                yield from below(child)


def peak_of(pid: int) -> int:
    """Return the most memory that a process had (VmHWM), 0 for one that is gone."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024
    return 0


def _peak_of_another(pid: int) -> int:
    with contextlib.suppress(OSError):
        # Between fork and exec it has the memory of whoever starts it.
        return peak_of(pid) if command_of(pid) != command_of(os.getpid()) else 0
    return 0


def command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


class Listener:
    """A server on this machine that hears who calls it, and hangs up."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._calls = 0
        self._thread = threading.Thread(target=self._answer)
        self._thread.start()

    def heard(self) -> int:
        """Return how many have called; asked once: whoever came before us is counted before us."""
        with socket.create_connection(self._socket.getsockname()) as ours:
            ours.recv(1)
        return self._calls - 1

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _answer(self) -> None:
        # The end of the socket ends it.
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                self._calls += 1
                caller.close()
