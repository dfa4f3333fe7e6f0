"""Web processes that are killed while people read and report: nobody notices."""

import asyncio
import itertools
import re
import time
from collections import Counter
from urllib.parse import urlencode

import psycopg

from tests.scale.pages_bench import say

from .servers import WebProcess
from .visitors import Answers, Place, visit

KILLS, READS_A_SECOND, REPORTS_A_SECOND = 20, 100.0, 3.0
FORM = "/bao-loi/"
# Between two kills, beside the time that a process takes to come back.
PAUSE_SECONDS = 1.0


def twenty_kills(place: Place, webs: list[WebProcess], database: str) -> bool:
    """Say what happened to those who read and to those who reported a fault meanwhile."""
    read, reported = asyncio.run(_measure(place, webs))
    say(f"{KILLS} kills, read meanwhile: {read}")
    return are_kept_once(reported, database) and read.failed == 0


def are_kept_once(reported: dict[str, int], database: str) -> bool:
    """Say whether each report that was answered is there, and none twice."""
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT text FROM questions_problemreport").fetchall()
    kept = Counter(text for (text,) in rows)
    twice = [text for text, count in kept.items() if count > 1]
    lost = [text for text, status in reported.items() if status == 200 and not kept[text]]
    statuses = dict(Counter(reported.values()))
    say(f"reports meanwhile: {statuses}, kept twice {len(twice)}, lost {len(lost)}")
    return bool(reported) and not twice and not lost


async def _measure(place: Place, webs: list[WebProcess]) -> tuple[Answers, dict[str, int]]:
    reported: dict[str, int] = {}
    reporting = asyncio.create_task(report(place, reported))
    killing = asyncio.create_task(_kill(webs))
    read = Answers()
    while not killing.done():
        part = await visit(place, ["/", "/van-ban/"], rate=READS_A_SECOND, seconds=2)
        read.took += part.took
        read.statuses += part.statuses
    killing.result()
    reporting.cancel()
    await asyncio.gather(reporting, return_exceptions=True)
    return read, reported


async def _kill(webs: list[WebProcess]) -> None:
    """Kill one after the other, with all that belongs to it or the process that answers alone."""
    for number in range(KILLS):
        await asyncio.sleep(PAUSE_SECONDS)
        web = webs[number % 2]
        if number % 4 < 2:
            web.kill()
        else:
            web.kill_the_one_that_answers()
        await asyncio.to_thread(web.wait)


async def report(place: Place, reported: dict[str, int]) -> None:
    """Report a fault again and again, each time from somewhere else and in other words."""
    _, page = await place.send(place.head("GET", FORM), Answers())
    stamp = re.search(rb'name="stamp" value="([^"]+)"', page)
    assert stamp, page[:400]
    # Nobody fills a form in faster.
    await asyncio.sleep(3)
    begun = int(time.time())
    async with asyncio.TaskGroup() as reports:
        for number in itertools.count():
            form = {"kind": "other", "text": f"Lỗi {begun}-{number}", "stamp": stamp[1].decode()}
            reports.create_task(_report_once(place, number, form, reported))
            await asyncio.sleep(1 / REPORTS_A_SECOND)


async def _report_once(
    place: Place, number: int, form: dict[str, str], reported: dict[str, int]
) -> None:
    body = urlencode(form).encode()
    head = place.head(
        "POST",
        FORM,
        f"X-Forwarded-For: 198.51.{number // 250}.{number % 250}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )
    reported[form["text"]], _ = await place.send(head + body, Answers())
