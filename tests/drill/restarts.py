"""How visitors bear a rolling restart: `python -m tests.drill.restarts [RATE [WARM_SECONDS]]`.

Visitors ask RATE times a second, 50 unless told otherwise, for all pages of the demo's sitemap, and
3 of 100 requests are searches. Each web process is restarted, one after the other, as a release
does it. Prints p50, p95, p99, the longest, failures and the CPU time of the web processes, before
the restarts and from the first one until half a minute after the last; exit code 1 if a visitor was
not answered, or one of a hundred waited for longer than half a second. WARM_SECONDS=0 shows how it
was before ADR 103. On loopback and on a database of its own.
"""

import asyncio
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from network.core.postgres import Cluster, ClusterError
from network.parts import LaunchError
from tests.scale.pages_bench import STATE_DIR, drop, say
from tests.scale.pages_stock import run

from .servers import WebProcess, proxy, web_processes
from .visitors import Answers, Place, visit

DATABASE, RATE, WARM_SECONDS, LONGEST_P99 = "pbgdpl_drill_restarts", 50.0, 60.0, 0.5
SEARCHES = 0.03
# What is looked at before, and after the last process is back.
CALM_SECONDS, AFTER_SECONDS, PART_SECONDS = 20.0, 30.0, 2.0
MOST_ASKED = 100_000
WORDS = "dat+dai ho+tich bao+luc+gia+dinh giao+thong vay+von hoc+phi lao+dong moi+truong nha+o thue"


def main(arguments: list[str]) -> int:
    """Hold the drill; 2 for wrong usage, 1 if it fails or cannot be held."""
    try:
        rate = float(arguments[0]) if arguments else RATE
        warm = float(arguments[1]) if len(arguments) > 1 else WARM_SECONDS
    except ValueError:
        rate = 0
    if rate <= 0 or len(arguments) > 2:
        sys.stderr.write("usage: python -m tests.drill.restarts [RATE [WARM_SECONDS]]\n")
        return 2
    cluster = Cluster(STATE_DIR / "bench-postgres", durable=False)
    try:
        with cluster.use(), tempfile.TemporaryDirectory(prefix="drill-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            drop(cluster, DATABASE)
            given = demo(cluster) | {"BASE_URL": "http://localhost", "WARM_SECONDS": str(warm)}
            with (
                web_processes(folder, given) as webs,
                proxy(folder, media=folder, static=folder) as port,
            ):
                during = asyncio.run(hold(Place(port), webs, rate))
            drop(cluster, DATABASE)
    except (ClusterError, LaunchError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    return int(bool(during.failed) or during.within(0.99) > LONGEST_P99)


def demo(cluster: Cluster) -> dict[str, str]:
    """Load the demo; returns what our processes must be told."""
    cluster.create_database(DATABASE)
    given = {
        "DATABASE_URL": cluster.url(DATABASE),
        "DJANGO_SETTINGS_MODULE": "tests.scale.pages_settings",
    }
    for command in (("migrate", "--no-input", "--verbosity", "0"), ("load_demo",)):
        run([sys.executable, "manage.py", *command], given)
    return given


async def hold(place: Place, webs: list[WebProcess], rate: float) -> Answers:
    """Ask, restart, and say what came of it; returns the answers during the restarts."""
    pages = await addresses(place)
    searches = [f"/tim-kiem/?q={words}" for words in WORDS.split()]
    for web in webs:
        # A search is kept from the second time on.
        await asyncio.to_thread(web.ask_for, [*pages, *searches, *searches])
    chance = random.Random(7)  # noqa: S311  # a workload, no secret
    asked = [
        chance.choice(searches if chance.random() < SEARCHES else pages) for _ in range(MOST_ASKED)
    ]
    said = f"{len(pages)} pages, {rate:.0f} a second"
    with counted(webs) as cpu:
        before = await visit(place, asked, rate=rate, seconds=CALM_SECONDS)
    report(f"{said}, before", before, *cpu)
    restarting = asyncio.create_task(asyncio.to_thread(restart, webs))
    during, ends = Answers(), float("inf")
    with counted(webs) as cpu:
        while time.monotonic() < ends:
            chance.shuffle(asked)
            part = await visit(place, asked, rate=rate, seconds=PART_SECONDS)
            during.took += part.took
            during.statuses += part.statuses
            if restarting.done():
                ends = min(ends, time.monotonic() + AFTER_SECONDS)
    restarting.result()
    report(f"{said}, during", during, *cpu)
    return during


def restart(webs: list[WebProcess]) -> None:
    """Restart one after the other, as soon as the last is back."""
    for web in webs:
        begun = time.monotonic()
        web.restart()
        say(f"{web.place} is back after {time.monotonic() - begun:.1f} s")


@contextmanager
def counted(webs: list[WebProcess]) -> Iterator[list[float]]:
    """Append the CPU seconds that the web processes have used in the block."""
    used: list[float] = []
    before = sum(web.cpu() for web in webs)
    yield used
    used.append(sum(web.cpu() for web in webs) - before)


def report(what: str, answers: Answers, cpu: float) -> None:
    """Say what came of it."""
    p95, each = 1000 * answers.within(0.95), 1000 * cpu / len(answers.took)
    load = os.getloadavg()[0]
    say(f"{what}: {answers}, p95 {p95:.0f} ms, {each:.2f} ms of CPU each, load {load:.0f}")


async def addresses(place: Place) -> list[str]:
    """Return the paths that the sitemaps name."""
    found: list[str] = []
    _, index = await place.send(place.head("GET", "/sitemap.xml"), Answers())
    for part in locations(index):
        _, text = await place.send(place.head("GET", part), Answers())
        found += locations(text)
    return found


def locations(text: bytes) -> list[str]:
    """Return the paths of a sitemap."""
    return [each.decode() for each in re.findall(rb"<loc>https?://[^/]+([^<]*)</loc>", text)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
