"""A client that costs little beside the server: plain sockets, kept open, threads."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from network.parts import LaunchError


@dataclass
class Load:
    """What came of asking: how many answers, in what time, and how long each took, in seconds."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds

    def percentile(self, part: float) -> float:
        """Return the time within which that part of all answers came."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]

    def add(self, other: "Load") -> None:
        """Count another round in."""
        self.seconds += other.seconds
        self.took += other.took


def ask(
    port: int, paths: Sequence[str], *, seconds: float, threads: int = 2, once: bool = False
) -> Load:
    """Ask for the paths in turn for so long; raises RuntimeError for any answer but 200.

    `once` asks for none of them again, and may be done before.
    """
    loads = [Load() for _ in range(threads)]
    errors: list[str] = []
    begun = time.perf_counter()

    def work(number: int) -> None:
        try:
            mine = paths[number::threads] if once else cycle([*paths[number:], *paths[:number]])
            _ask(port, mine, begun + seconds, loads[number])
        except (OSError, RuntimeError) as error:
            errors.append(str(error))

    running = [threading.Thread(target=work, args=[number]) for number in range(threads)]
    for each in running:
        each.start()
    for each in running:
        each.join()
    if errors:
        raise RuntimeError(errors[0])
    whole = Load(time.perf_counter() - begun)
    for load in loads:
        whole.took += load.took
    return whole


def warm(port: int, paths: Sequence[str]) -> None:
    """Ask for each path twice, one after the other."""
    for path in (*paths, *paths):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            _get(connection, port, path)


def answered(port: int, path: str, *, host: str = "") -> None:
    """Return when a server answers with 200; LaunchError when it does not."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(OSError, RuntimeError),
            socket.create_connection(("127.0.0.1", port), timeout=60) as connection,
        ):
            _get(connection, port, path, host)
            return
        time.sleep(0.2)
    raise LaunchError("a web server of the bench does not answer")


def _ask(port: int, paths: Iterable[str], until: float, load: Load) -> None:
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    try:
        for path in paths:
            begun = time.perf_counter()
            if begun >= until:
                return
            closes = _get(connection, port, path)
            load.took.append(time.perf_counter() - begun)
            if closes:
                connection.close()
                connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    finally:
        connection.close()


def _get(connection: socket.socket, port: int, path: str, host: str = "") -> bool:
    """Ask for a path; returns whether the server closes behind its answer."""
    # With a name as if through the proxy that ends TLS.
    named = f"{host}\r\nX-Forwarded-Proto: https" if host else f"127.0.0.1:{port}"
    request = f"GET {path} HTTP/1.1\r\nHost: {named}\r\n\r\n"
    connection.sendall(request.encode())
    status, closes = _read(connection)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    return closes


def _read(connection: socket.socket) -> tuple[int, bool]:
    """Read one answer; returns its status and whether the server closes behind it."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise OSError("the server closed in the middle of an answer")
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lowered = head.lower()
    length = int(lowered.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    missing = length - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))
    return int(head[9:12]), b"connection: close" in lowered
