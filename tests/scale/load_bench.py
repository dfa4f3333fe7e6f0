"""Print how the network bears visitors.

`python -m tests.scale.load_bench [MINUTES [AGENCIES [PAUSE]]]`: 10 minutes at 40 agencies unless
told otherwise. The web servers as production starts them, with the settings of production, are
asked as fast as it goes, then for a minute each at the rates between until the highest is found at
which they keep pace, and then at 80 % of it, while the worker fetches 1,000 feeds and somebody
withdraws or publishes a page every PAUSE seconds: a minute, as forty agencies do that publish, edit
or withdraw twelve times each in a day of eight hours.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

import psycopg

from network.core.postgres import Cluster, ClusterError
from network.launch import web_command, worker_command
from network.options import Options
from network.parts import LaunchError

from .feeds_server import free_port, serving
from .feeds_workload import write_feeds
from .load_client import (
    HOST,
    MOST_CONNECTIONS,
    Client,
    Outcome,
    Visitors,
    as_fast_as_it_goes,
    at_a_rate,
)
from .pages_bench import ROOT, STATE_DIR, drop, fill, say
from .pages_client import answered
from .pages_stock import run

DATABASE = "pbgdpl_load_bench"
MINUTES, AGENCIES, PAUSE, FEEDS, ENTRIES = 10.0, 40, 60.0, 1000, 30
# As many as docker/compose.yaml starts; the proxy asks the one with the fewest open requests.
WEB_SERVERS = 2
# Asked first, until what is kept is kept: from 60 answers a second it goes up for 80 s. How fast it
# goes with always as many at a time says where to look for the capacity, and no more: what waits is
# answered in heaps, which costs less than what comes by itself. The capacity is the highest rate at
# which requests that come at moments of no rhythm are answered as fast as visitors feel it, in a
# minute with all that happens in one: feeds are fetched, a page is published. Then the worker comes
# to what it was kept from.
WARM_SECONDS, FAST_SECONDS, STEP_SECONDS, SETTLE_SECONDS, PART = 120, 20, 60, 30, 0.8
# Of the fastest: the capacity is looked for to a twentieth of it.
STEPS = 20
DOCUMENTS = ("--documents", "1000", "--citations", "3000")
# The pages that are published and withdrawn meanwhile are asked for by nobody.
PATHS = {
    "article": "SELECT substr(p.url_path, 5) FROM wagtailcore_page p"
    " JOIN agency_sites_articlepage a"
    " ON a.page_ptr_id = p.id WHERE p.live AND p.id NOT IN (SELECT page_ptr_id"
    " FROM agency_sites_articlepage ORDER BY date DESC, page_ptr_id DESC LIMIT 20)"
    " ORDER BY md5(p.id::text) LIMIT 2000",
    "front page of a section": "SELECT substr(url_path, 5) FROM wagtailcore_page"
    " WHERE live AND depth = 3 ORDER BY md5(id::text)",
    "place in the menu": "SELECT substr(p.url_path, 5) FROM wagtailcore_page p"
    " JOIN agency_sites_sectionindexpage i ON i.page_ptr_id = p.id"
    " WHERE p.live ORDER BY md5(p.id::text) LIMIT 500",
    "search": "SELECT '/tim-kiem/?q=' || replace(slug, '-', '+') FROM (SELECT slug"
    " FROM legal_updates_topic UNION SELECT slug FROM hub_situation) s ORDER BY md5(slug)",
    "document of law": "SELECT '/van-ban/' || slug || '/' FROM legal_updates_legaldocument"
    " ORDER BY md5(id::text) LIMIT 500",
}
FIXED = {
    "hub": ["/"],
    "register": ["/van-ban/", "/van-ban/?trang=2", "/van-ban/?trang=3"],
    "nothing there": ["/khong-co-trang-nay/", "/tin-tuc-cu/bai-cu.html"],
}


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 2 for wrong usage, 1 without a database."""
    try:
        minutes = float(arguments[0]) if arguments else MINUTES
        agencies = int(arguments[1]) if len(arguments) > 1 else AGENCIES
        pause = float(arguments[2]) if len(arguments) > 2 else PAUSE
    except ValueError:
        minutes = agencies = pause = 0
    if min(minutes, agencies, pause) <= 0 or len(arguments) > 3:
        sys.stderr.write("usage: python -m tests.scale.load_bench [MINUTES [AGENCIES [PAUSE]]]\n")
        return 2
    cluster = Cluster(STATE_DIR / "bench-postgres", durable=False)
    try:
        with cluster.use(), tempfile.TemporaryDirectory(prefix="load-") as folder:
            Path(folder).chmod(0o755)
            lines = measure(cluster, Path(folder), minutes, agencies, pause)
            drop(cluster, DATABASE)
    except (ClusterError, LaunchError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def measure(
    cluster: Cluster, folder: Path, minutes: float, agencies: int, pause: float
) -> list[str]:
    """Return the lines of the report."""
    drop(cluster, DATABASE)
    ours = fill(cluster, agencies, *DOCUMENTS, database=DATABASE)
    visitors = Visitors(paths(cluster))
    with contextlib.ExitStack() as running:
        web = running.enter_context(web_servers(folder, ours))
        running.enter_context(background(folder, ours, minutes, pause))
        for seconds in (WARM_SECONDS, FAST_SECONDS):
            client = Client(list(web), visitors)
            fast = asyncio.run(
                as_fast_as_it_goes(client, seconds=seconds, together=MOST_CONNECTIONS)
            )
        say(f"{fast.rate:,.0f} answers a second as fast as it goes; errors: {dict(fast.errors)}")
        most = capacity(
            lambda rate: asyncio.run(
                at_a_rate(Client(list(web), visitors), rate=rate, seconds=STEP_SECONDS)
            ),
            fastest=fast.rate,
        )
        rate = PART * most
        memory: list[list[float]] = []
        note = lambda: memory.append([megabytes(pid) for pid in answering(web.values())])  # noqa: E731
        asyncio.run(at_a_rate(Client(list(web), visitors), rate=rate, seconds=SETTLE_SECONDS))
        load = asyncio.run(
            at_a_rate(
                Client(list(web), visitors), rate=rate, seconds=60 * minutes, each_minute=note
            )
        )
        fetched = items(cluster)
    return report(most, fast, load, memory, fetched)


def capacity(asked_at: Callable[[float], Outcome], *, fastest: float) -> float:
    """Return the highest rate, in steps, at which the answers keep pace; one step at least."""
    step = fastest / STEPS
    kept, failed = 1, STEPS + 1
    while failed - kept > 1:
        middle = (kept + failed) // 2
        load = asked_at(middle * step)
        told = f"{middle * step:,.0f} a second: p50 {1000 * load.within(0.5):.1f} ms,"
        say(f"{told} p99 {1000 * load.within(0.99):.1f} ms")
        kept, failed = (middle, failed) if load.keeps_pace else (kept, middle)
    return kept * step


def paths(cluster: Cluster) -> dict[str, list[str]]:
    """Return what there is to ask for, by kind."""
    with psycopg.connect(cluster.url(DATABASE)) as connection:
        found = {
            kind: [path for (path,) in connection.execute(query)] for kind, query in PATHS.items()
        }
    return found | FIXED


@contextlib.contextmanager
def web_servers(folder: Path, ours: dict[str, str]) -> Iterator[dict[int, int]]:
    """Run the web servers of production; yields their first processes by their ports."""
    production = ours | {
        "DJANGO_SETTINGS_MODULE": "network.settings.production",
        "SECRET_KEY": "loopback-only " * 4,
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "SMTP_HOST": "127.0.0.1",
        "MAIL_FROM": f"network@{HOST}",
        "STATIC_ROOT": str(folder / "static"),
        "WEB_CONCURRENCY": "1",
        # The bench asks for all of it first.
        "WARM_SECONDS": "0",
    }
    run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"], production)
    with contextlib.ExitStack() as running:
        servers = {}
        for _ in range(WEB_SERVERS):
            port = free_port()
            command = web_command(Options("127.0.0.1", port, 0, demo=False))
            server = started(command, production, folder / f"web-{port}.log")
            servers[port] = running.enter_context(server).pid
        for port in servers:
            answered(port, "/", host=HOST)
        yield servers


@contextlib.contextmanager
def background(folder: Path, ours: dict[str, str], minutes: float, pause: float) -> Iterator[None]:
    """Run the worker over a portal of many feeds, and somebody who publishes."""
    pages, port = folder / "pages", free_port()
    base = f"http://127.0.0.1:{port}"
    write_feeds(pages, base=base, feeds=FEEDS, entries=ENTRIES)
    tests = ours | {"DJANGO_SETTINGS_MODULE": "tests.scale.load_settings"}
    before = WARM_SECONDS + FAST_SECONDS + STEPS.bit_length() * STEP_SECONDS + SETTLE_SECONDS
    whole = minutes + before / 60
    publisher = [sys.executable, "-m", "tests.scale.load_publisher"]
    publisher += [base, str(FEEDS), str(whole), str(pause)]
    with (
        serving(pages, port=port, run=folder / "run"),
        started(publisher, tests, folder / "publisher.log") as publishing,
        started(worker_command(), tests, folder / "worker.log") as working,
    ):
        yield
        for name, process in (("publisher", publishing), ("worker", working)):
            if process.poll() is not None:
                log = (folder / f"{name}.log").read_text().strip().splitlines()
                raise LaunchError(f"the {name} has ended: {log[-1] if log else ''}")


@contextlib.contextmanager
def started(
    command: list[str], environment: dict[str, str], log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a process while the block does, as `network.launch` does: in its session."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdout=said,
            stderr=said,
            process_group=0,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def answering(servers: Iterable[int]) -> list[int]:
    """Return the processes that answer, of all servers."""
    return [each for server in servers for each in children(server)]


def children(pid: int) -> list[int]:
    """Return the processes that answer."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def megabytes(pid: int) -> float:
    """Return the memory of a process, its part of what it shares counted in (Pss, proc(5))."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise LaunchError(f"nothing is known of the memory of process {pid}")


def items(cluster: Cluster) -> tuple[int, int]:
    """Return how many feeds have been fetched and how many items they brought."""
    with psycopg.connect(cluster.url(DATABASE)) as connection:
        row = connection.execute(
            "SELECT count(DISTINCT s.id), count(*) FROM aggregator_source s"
            " JOIN aggregator_libraryitem i ON i.source_id = s.id WHERE s.key LIKE 'nguon-%'"
        ).fetchone()
    assert row
    return row[0], row[1]


def report(
    most: float,
    fast: Outcome,
    load: Outcome,
    memory: Sequence[Sequence[float]],
    fetched: tuple[int, int],
) -> list[str]:
    """Return the lines of the report, in Markdown."""
    rows = [("all", load.all()), *sorted(load.took.items())]
    statuses = ", ".join(f"{count:,} of {status}" for status, count in load.statuses.items())
    return [
        f"Capacity {most:,.0f} requests a second, {fast.rate:,.0f} with {MOST_CONNECTIONS} always"
        f" waiting; asked {load.rate:,.0f} times a second for {load.seconds:,.0f} s: {statuses};"
        f" errors: {dict(load.errors) or 'none'}.",
        f"Meanwhile {fetched[0]:,} feeds brought {fetched[1]:,} items.",
        "",
        "| what | answers | p50 ms | p99 ms | longest ms | p99 / p50 |",
        "|---|---:|---:|---:|---:|---:|",
        *(_row(name, sorted(times)) for name, times in rows if times),
        "",
        "| after minutes | MB of each web process |",
        "|---:|---|",
        *(
            f"| {number} | {', '.join(f'{each:.0f}' for each in now)} |"
            for number, now in enumerate(memory)
        ),
    ]


def _row(name: str, times: Sequence[float]) -> str:
    middle, late = median(times), times[min(len(times) - 1, int(0.99 * len(times)))]
    figures = [f"{1000 * each:.1f}" for each in (middle, late, times[-1])]
    return f"| {name} | {len(times):,} | {' | '.join(figures)} | {late / middle:.1f} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
