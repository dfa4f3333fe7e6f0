"""A client whose requests come when they come, whether the last one was answered or not.

What waits in a queue is counted from the moment it was due, so nothing is left out that a slow
server keeps from being asked.
"""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

HOST = "load.example.vn"
# Of each hundred requests. Answers that are never kept weigh most: searches, and what is not there.
MIX = {
    "article": 55,
    "article, kept by the reader": 12,
    "front page of a section": 10,
    "hub": 6,
    "place in the menu": 6,
    "document of law": 4,
    "register": 2,
    "search": 3,
    "nothing there": 2,
}
MOST_CONNECTIONS = 64
# What is there within a tenth of a second is felt as there at once (R. B. Miller, "Response time in
# man-computer conversational transactions", 1968). A server keeps pace while 99 of 100 are.
PACE_SECONDS, PACE_PART = 0.1, 0.99


@dataclass
class Outcome:
    """What was answered: seconds each kind took, and how often something else came."""

    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)

    def all(self) -> list[float]:
        """Return the times of all kinds."""
        return [each for times in self.took.values() for each in times]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.all()) / self.seconds

    @property
    def keeps_pace(self) -> bool:
        """Whether what came was answered as fast as visitors feel it."""
        return not self.errors and self.within(PACE_PART) <= PACE_SECONDS

    def within(self, part: float) -> float:
        """Return the seconds within which that part of all was answered."""
        ordered = sorted(self.all())
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


class Visitors:
    """Who asks for what; the same at every run."""

    def __init__(self, paths: dict[str, list[str]]) -> None:
        self.paths = paths
        self.chance = random.Random(7)  # noqa: S311  # a workload, no secret
        self.tags: dict[str, bytes] = {}
        self.kinds = list(MIX)
        self.weights = list(MIX.values())

    def next(self) -> tuple[str, str]:
        """Return the kind of the next request and its path; few pages are asked for most."""
        kind = self.chance.choices(self.kinds, self.weights)[0]
        if kind == "article, kept by the reader":
            # Of what readers have there is something once it has been read.
            kind = kind if self.tags else "article"
            return kind, self._one_of(list(self.tags) or self.paths["article"])
        return kind, self._one_of(self.paths[kind])

    def _one_of(self, paths: list[str]) -> str:
        return paths[int(len(paths) * self.chance.random() ** 3)]

    def request(self, kind: str, path: str) -> bytes:
        """Return the bytes to send, as through the proxy that ends TLS."""
        tag = self.tags.get(path) if kind == "article, kept by the reader" else None
        same = b"If-None-Match: " + tag + b"\r\n" if tag else b""
        head = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
        return head.encode() + b"X-Forwarded-For: 192.0.2.7\r\n" + same + b"\r\n"

    def judge(self, kind: str, path: str, answer: "Answer") -> str:
        """Return what was wrong with an answer, "" for nothing."""
        if kind == "article" and answer.tag:
            self.tags[path] = answer.tag
        expected = {404} if kind == "nothing there" else {200}
        if kind == "article, kept by the reader":
            expected = {200, 304}
        return "" if answer.status in expected else f"{kind}: {answer.status}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and what else is looked at."""

    status: int
    tag: bytes
    closes: bool


class Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Answer] | None = None
        self.data = b""
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if self.waiting and not self.waiting.done():
            self.waiting.set_exception(ConnectionResetError("the server hung up"))

    def ask(self, request: bytes) -> "asyncio.Future[Answer]":
        """Send a request; its answer comes in the future."""
        assert self.transport
        self.data = b""
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self.waiting

    def data_received(self, data: bytes) -> None:
        self.data += data
        head, found, body = self.data.partition(b"\r\n\r\n")
        if not found or self.waiting is None or self.waiting.done():
            return
        if len(body) < int(_header(head, b"content-length") or 0):
            return
        closes = _header(head, b"connection").lower() == b"close"
        self.waiting.set_result(Answer(int(head[9:12]), _header(head, b"etag"), closes))


def _header(head: bytes, name: bytes) -> bytes:
    """Return what a header says; servers write their names in capitals or not."""
    begun = head.lower().find(b"\r\n" + name + b": ")
    return head[begun:].partition(b": ")[2].partition(b"\r\n")[0] if begun >= 0 else b""


class Client:
    """Asks the web processes as the proxy does: always the one with the fewest open requests."""

    def __init__(self, ports: Sequence[int], visitors: Visitors) -> None:
        self.visitors = visitors
        self.open = dict.fromkeys(ports, 0)
        self.idle: dict[int, list[Connection]] = {port: [] for port in ports}
        self.room = asyncio.Semaphore(MOST_CONNECTIONS)

    def close(self) -> None:
        """Hang up."""
        for connection in (each for idle in self.idle.values() for each in idle):
            if connection.transport:
                connection.transport.close()

    async def one(self, outcome: Outcome, due: float) -> None:
        """Ask for what comes next and note how long after `due` its answer was there."""
        kind, path = self.visitors.next()
        request = self.visitors.request(kind, path)
        async with self.room:
            try:
                answer = await asyncio.wait_for(self._answer(request), timeout=30)
            except (OSError, TimeoutError) as error:
                outcome.errors[f"{kind}: {type(error).__name__}"] += 1
                return
        outcome.took[kind].append(time.perf_counter() - due)
        outcome.statuses[answer.status] += 1
        wrong = self.visitors.judge(kind, path, answer)
        if wrong:
            outcome.errors[wrong] += 1

    async def _answer(self, request: bytes) -> Answer:
        fewest = min(self.open.values())
        port = random.choice([port for port, number in self.open.items() if number == fewest])  # noqa: S311
        self.open[port] += 1
        try:
            return await self._answer_of(port, request)
        finally:
            self.open[port] -= 1

    async def _answer_of(self, port: int, request: bytes) -> Answer:
        while True:
            connection, fresh = await self._connection(port)
            try:
                answer = await connection.ask(request)
            except ConnectionResetError:
                # A server closes what was silent for long; every client then asks once more.
                if fresh:
                    raise
                continue
            if not answer.closes:
                self.idle[port].append(connection)
            return answer

    async def _connection(self, port: int) -> tuple[Connection, bool]:
        while self.idle[port]:
            connection = self.idle[port].pop()
            if not connection.lost:
                return connection, False
        loop = asyncio.get_running_loop()
        _, made = await loop.create_connection(Connection, "127.0.0.1", port)
        return made, True


async def as_fast_as_it_goes(client: Client, *, seconds: float, together: int) -> Outcome:
    """Ask with so many at a time, each for the next as soon as it has an answer."""
    outcome = Outcome()
    begun = time.perf_counter()

    async def go_on() -> None:
        while time.perf_counter() - begun < seconds:
            await client.one(outcome, time.perf_counter())

    await asyncio.gather(*(go_on() for _ in range(together)))
    outcome.seconds = time.perf_counter() - begun
    client.close()
    return outcome


async def at_a_rate(
    client: Client, *, rate: float, seconds: float, each_minute: Callable[[], None] = lambda: None
) -> Outcome:
    """Ask `rate` times a second at moments that follow no rhythm (a Poisson process)."""
    outcome = Outcome()
    chance = random.Random(11)  # noqa: S311
    begun = due = time.perf_counter()
    minute = begun
    asked: set[asyncio.Task[None]] = set()
    while due - begun < seconds:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        task = asyncio.create_task(client.one(outcome, due))
        asked.add(task)
        task.add_done_callback(asked.discard)
        if due >= minute:
            each_minute()
            minute += 60
        due += chance.expovariate(rate)
    await asyncio.gather(*asked)
    each_minute()
    outcome.seconds = time.perf_counter() - begun
    client.close()
    return outcome
