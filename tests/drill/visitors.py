"""Who comes to the drill: visitors who want an answer, and those who are slow. Loopback only."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

# A phone at the edge of a village; the file is read in pieces of a tenth of a second.
BYTES_A_SECOND, PIECE = 40_000, 4_000
# Between two letters of a form that is sent by halves.
DRIP_SECONDS = 5.0
# Whoever is not answered by then has gone away.
PATIENCE_SECONDS = 10.0


@dataclass
class Answers:
    """The statuses of answers, 0 for none, and the seconds they took."""

    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def add(self, status: int, seconds: float) -> None:
        """Count an answer."""
        self.took.append(seconds)
        self.statuses[status] += 1

    @property
    def failed(self) -> int:
        """How many were none, or an error of ours."""
        return sum(n for status, n in self.statuses.items() if not 200 <= status < 400)

    def within(self, part: float) -> float:
        """Return the seconds within which that part of all came."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]

    def __str__(self) -> str:
        """Say it in a line."""
        p50, p99, last = (1000 * self.within(part) for part in (0.5, 0.99, 1.0))
        return (
            f"{len(self.took):,} answers {dict(self.statuses)}, {self.failed} failed,"
            f" p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {last:.0f} ms"
        )


@dataclass(frozen=True)
class Place:
    """A web server on this machine, by the name it is asked for."""

    port: int
    host: str = "localhost"
    patience: float = PATIENCE_SECONDS

    def head(self, method: str, path: str, *more: str) -> bytes:
        """Return the head of a request, as through Caddy, which ends TLS."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", "Connection: close"]
        lines += ["X-Forwarded-Proto: https", *more]
        return "\r\n".join([*lines, "", ""]).encode()

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Return a new connection."""
        return await asyncio.open_connection("127.0.0.1", self.port, limit=16384)

    async def send(self, request: bytes, answers: Answers) -> tuple[int, bytes]:
        """Send a request and note its answer; returns the status and all that came."""
        begun, data = time.perf_counter(), b""
        try:
            async with asyncio.timeout(self.patience):
                reader, writer = await self.connect()
                writer.write(request)
                data = await reader.read(-1)
                writer.close()
        except (OSError, TimeoutError):
            data = b""
        status = int(data[9:12]) if _is_whole(data) else 0
        answers.add(status, time.perf_counter() - begun)
        return status, data


def _is_whole(data: bytes) -> bool:
    head, found, body = data.partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return bool(found) and (not length or len(body) == int(length))


async def visit(place: Place, pages: Sequence[str], *, rate: float, seconds: float) -> Answers:
    """Ask for the pages in turn, `rate` times a second, whether the last was answered or not."""
    answers, asked = Answers(), set[asyncio.Task[object]]()
    begun = time.perf_counter()
    for number, page in enumerate(itertools.cycle(pages)):
        due = begun + number / rate
        if due > begun + seconds:
            break
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        asked.add(asyncio.create_task(place.send(place.head("GET", page), answers)))
    await asyncio.gather(*asked)
    return answers


def search_at_once(place: Place, number: int) -> Answers:
    """Ask for so many searches at the same moment, each for other words."""

    async def search() -> Answers:
        answers = Answers()
        paths = [f"/tim-kiem/?q=luat+{each}+dat+{7 * each}" for each in range(number)]
        await asyncio.gather(*(place.send(place.head("GET", path), answers) for path in paths))
        return answers

    return asyncio.run(search())


@asynccontextmanager
async def slow_clients(
    place: Place, *, file: str, form: str, readers: int, posts: int
) -> AsyncIterator[Counter[str]]:
    """Keep so many readers and so many half-sent forms while the block runs.

    Yields what they have come to: the bytes read, and the answers to halves of forms.
    """
    done: Counter[str] = Counter()
    reading = [_read_slowly(place, file, done) for _ in range(readers)]
    posting = [_post_half(place, form, done) for _ in range(posts)]
    tasks = [asyncio.create_task(each) for each in (*reading, *posting)]
    try:
        yield done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _read_slowly(place: Place, file: str, done: Counter[str]) -> None:
    while True:
        try:
            reader, writer = await place.connect()
            writer.write(place.head("GET", file))
            while part := await reader.read(PIECE):
                done["bytes read"] += len(part)
                await asyncio.sleep(len(part) / BYTES_A_SECOND)
            writer.close()
        except OSError:
            done["readers cut off"] += 1
        await asyncio.sleep(0.5)


async def _post_half(place: Place, form: str, done: Counter[str]) -> None:
    kind = "Content-Type: application/x-www-form-urlencoded"
    head = place.head("POST", form, kind, "Content-Length: 4000")
    while True:
        try:
            reader, writer = await place.connect()
            writer.write(head + b"text=" * 400)
            answer = asyncio.create_task(reader.read(64))
            while not (await asyncio.wait([answer], timeout=DRIP_SECONDS))[0]:
                writer.write(b"a")
                await writer.drain()
            done[f"forms answered {answer.result()[9:12].decode()}"] += 1
            writer.close()
        except OSError:
            done["forms cut off"] += 1
        await asyncio.sleep(0.5)
