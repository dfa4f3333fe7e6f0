"""The client of the load bench asks when it is time, and counts what came."""

import asyncio
import time
from collections import Counter

from tests.scale.load_bench import capacity, report
from tests.scale.load_client import (
    MIX,
    Answer,
    Client,
    Outcome,
    Visitors,
    as_fast_as_it_goes,
    at_a_rate,
)

PATHS = {kind: [f"/{kind}/{number}" for number in range(5)] for kind in MIX}
SLOW = 0.2


async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer like the network; one path takes its time, and closes the connection."""
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return
        status, body = b"200 OK", b"abc"
        if b"nothing" in head:
            status = b"404 Not Found"
        if b"If-None-Match" in head:
            status, body = b"304 Not Modified", b""
        if b"search" in head:
            await asyncio.sleep(SLOW)
        writer.write(b'HTTP/1.1 %s\r\nETag: "a"\r\nContent-Length: %d\r\n' % (status, len(body)))
        writer.write(b"Connection: close\r\n\r\n" if b"search" in head else b"\r\n")
        writer.write(body)
        await writer.drain()
        if b"search" in head:
            writer.close()
            return


def asked(**how: float) -> tuple[Outcome, list[float]]:
    minutes: list[float] = []

    async def go() -> Outcome:
        server = await asyncio.start_server(answering, "127.0.0.1", 0)
        async with server:
            client = Client([server.sockets[0].getsockname()[1]], Visitors(PATHS))
            if "together" in how:
                return await as_fast_as_it_goes(client, seconds=0.5, together=int(how["together"]))
            note = lambda: minutes.append(time.perf_counter())  # noqa: E731
            return await at_a_rate(client, rate=how["rate"], seconds=1.0, each_minute=note)

    return asyncio.run(go()), minutes


def test_every_kind_is_asked_for_and_judged():
    outcome, _minutes = asked(together=8)
    assert outcome.errors == {}
    assert outcome.took.keys() == MIX.keys()
    assert outcome.statuses.keys() == {200, 304, 404}


def test_a_slow_answer_keeps_nobody_from_asking():
    outcome, minutes = asked(rate=200.0)
    assert 100 < len(outcome.all()) < 300
    assert max(outcome.took["search"]) >= SLOW
    assert len(minutes) == 2


def test_an_answer_that_was_not_expected_is_an_error():
    visitors = Visitors(PATHS)
    assert visitors.judge("article", "/a", Answer(500, b"", False)) == "article: 500"
    assert visitors.judge("nothing there", "/a", Answer(404, b"", False)) == ""


def test_the_report_names_what_was_asked_for():
    outcome = Outcome(seconds=1.0)
    outcome.took["hub"] = [0.001] * 99 + [0.02]
    fast = Outcome(seconds=1.0)
    fast.took["hub"] = [0.001] * 150
    lines = report(120, fast, outcome, [[80.0, 81.0]], (1000, 30_000))
    assert lines[0].startswith("Capacity 120 requests a second, 150 with 64 always waiting;")
    assert "| hub | 100 | 1.0 | 20.0 | 20.0 | 20.0 |" in lines
    assert "| 0 | 80, 81 |" in lines


def outcome(*seconds: float, **errors: int) -> Outcome:
    made = Outcome(seconds=1.0, errors=Counter(errors))
    made.took["hub"] = list(seconds)
    return made


def test_the_capacity_is_the_highest_rate_that_is_kept_pace_with():
    asked = []

    def asked_at(rate: float) -> Outcome:
        asked.append(rate)
        return outcome(0.002 if rate <= 731 else 0.2)

    assert capacity(asked_at, fastest=1000) == 700
    assert asked == [550, 800, 650, 700, 750]


def test_who_answers_one_of_fifty_late_keeps_no_pace():
    assert outcome(*[0.002] * 199, 0.2).keeps_pace
    assert not outcome(*[0.002] * 98, 0.2, 0.2).keeps_pace


def test_who_fails_keeps_no_pace():
    assert not outcome(0.002, hub=1).keeps_pace
