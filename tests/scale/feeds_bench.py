"""Print what reading many feeds costs: `python -m tests.scale.feeds_bench [FEEDS ENTRIES]`.

1,000 feeds of 30 entries unless told otherwise, served on loopback and read four times: all new,
all unchanged by their validators (304), all sent again with the same body, one entry in ten new.
Miniflux reads the same beside us where it is installed. Databases of its own, dropped at the end.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg

from network.core.postgres import Cluster, ClusterError

from .feeds_readers import Miniflux, Ours, Reader, Round, measured
from .feeds_server import free_port, nginx, serving
from .feeds_workload import touch, write_feeds

ROOT = Path(__file__).resolve().parent.parent.parent
STATE_DIR = Path(os.environ.get("PBGDPL_STATE_DIR") or ROOT / ".state")
DATABASES = ("pbgdpl_feeds", "pbgdpl_feeds_workers", "pbgdpl_feeds_miniflux")
FEEDS, ENTRIES = 1000, 30

type Row = tuple[str, str, Round]


def main(arguments: Sequence[str]) -> int:
    """Measure and print the table; 2 for wrong usage, 1 without a database or with feeds that were
    not read: their costs are missing in the table."""
    if len(arguments) not in (0, 2) or not all(each.isdecimal() for each in arguments):
        sys.stderr.write("usage: python -m tests.scale.feeds_bench [FEEDS ENTRIES]\n")
        return 2
    feeds, entries = map(int, arguments or (FEEDS, ENTRIES))
    cluster = Cluster(STATE_DIR / "bench-postgres", durable=False)
    try:
        with cluster.use(), tempfile.TemporaryDirectory(prefix="feeds-") as folder:
            rows = list(measure(cluster, Path(folder), feeds=feeds, entries=entries))
    except (ClusterError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in table(rows)))
    unread = sum(cost.library.get("unread", 0) for _name, _reader, cost in rows)
    if unread:
        say(f"{unread:.0f} feeds were not read, so the figures are too low: measure again")
    return 1 if unread else 0


def measure(cluster: Cluster, folder: Path, *, feeds: int, entries: int) -> Iterator[Row]:
    """Yield what each reader spent on each of the four rounds, the readers side by side."""
    folder.chmod(0o755)
    pages, port = folder / "pages", free_port()
    base = f"http://127.0.0.1:{port}"
    size = {"base": base, "feeds": feeds, "entries": entries}
    rounds: dict[str, Callable[[], None]] = {
        "all new": lambda: write_feeds(pages, **size),
        "all 304": lambda: None,
        "all 200, same body": lambda: touch(pages),
        "one in ten new": lambda: write_feeds(pages, **size, newer=max(entries // 10, 1)),
    }
    if not nginx():
        say("nginx is not installed (apt install nginx): a small server of our own serves instead")
    write_feeds(pages, **size)
    with serving(pages, port=port, run=folder / "run"):
        readers = _readers(cluster, folder, base, feeds)
        for name, change in rounds.items():
            change()
            for reader in readers:
                cost = measured(reader)
                say(f"{name}, {reader.name}: {cost.wall:.1f} s {cost.library}")
                yield name, reader.name, cost
    drop(cluster)


def _readers(cluster: Cluster, folder: Path, base: str, feeds: int) -> list[Reader]:
    readers: list[Reader] = [
        Ours(cluster, DATABASES[0], workers=1),
        Ours(cluster, DATABASES[1], workers=os.cpu_count() or 1),
    ]
    if Miniflux.installed():
        readers.append(Miniflux(cluster, DATABASES[2], feeds, folder))
    else:
        say("miniflux is not installed (apt install miniflux): going on without it")
    drop(cluster)
    for reader in readers:
        cluster.create_database(reader.database)
        reader.prepare(base, feeds)
    return readers


def table(rows: Sequence[Row]) -> list[str]:
    """Return the lines of a Markdown table."""
    lines = [
        "| round | reader | wall s | its CPU s | PostgreSQL CPU s | rows written | memory MB |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    return lines + [
        f"| {name} | {reader} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.postgres:.1f} "
        f"| {cost.rows:,} | {cost.memory:.0f} |"
        for name, reader, cost in rows
    ]


def drop(cluster: Cluster) -> None:
    """Drop the databases of the benchmark."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        for name in DATABASES:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def say(line: str) -> None:
    """Tell whoever waits; the table alone goes to the standard output."""
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
