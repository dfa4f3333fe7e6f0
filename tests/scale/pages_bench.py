"""Print what public pages cost beside a stock Wagtail site: `python -m tests.scale.pages_bench`.

[AGENCIES ...] are the sizes, 40 and 1,000 unless told otherwise. The network is loaded, a stock
site of the same pages is filled beside it, both served by the same web server over loopback from
one PostgreSQL, and asked in turns, so that whatever else the machine does burdens all alike.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from network.core.postgres import Cluster, ClusterError
from network.launch import web_command
from network.options import Options
from network.parts import LaunchError

from .feeds_server import free_port
from .pages_client import Load, answered, ask, warm
from .pages_stock import run, stock_site

ROOT = Path(__file__).resolve().parent.parent.parent
STATE_DIR = Path(os.environ.get("PBGDPL_STATE_DIR") or ROOT / ".state")
OURS, STOCK = "pbgdpl_pages", "pbgdpl_pages_stock"
SIZES = (40, 1000)
ARTICLES_EACH = 20
# So many articles are asked for in turn, so many others once; each target so often, so long.
ARTICLES, OTHERS, ROUNDS, SECONDS = 40, 700, 5, 1.5
# As many as our pages have (network.serving.threads).
STOCK_THREADS = "4"
HELLO = "hello world, our middleware"
STOCK_HELLO = "hello world, stock's middleware"
STOCK_ARTICLE = "article, stock"
STOCK_FIRST = "article, stock, asked for the first time"


@dataclass
class Target:
    """Something to ask for, and what it cost."""

    name: str
    port: int
    pid: int
    paths: list[str]
    # Each path is asked for a single time: nobody has seen it before.
    once: bool = False
    load: Load = field(default_factory=Load)
    cpu: float = 0.0

    def round(self, number: int, seconds: float) -> None:
        """Ask for so long."""
        before = cpu_of(self.pid)
        paths = self.paths[number::ROUNDS] if self.once else self.paths
        self.load.add(ask(self.port, paths, seconds=seconds, once=self.once))
        self.cpu += cpu_of(self.pid) - before

    @property
    def milliseconds(self) -> float:
        """The web process's CPU time for an answer."""
        return 1000 * self.cpu / len(self.load.took)


def main(arguments: Sequence[str]) -> int:
    """Measure at each size and print the tables; 2 for wrong usage, 1 without a database."""
    if not all(each.isdecimal() and int(each) for each in arguments):
        sys.stderr.write("usage: python -m tests.scale.pages_bench [AGENCIES ...]\n")
        return 2
    cluster = Cluster(STATE_DIR / "bench-postgres", durable=False)
    try:
        with cluster.use(), tempfile.TemporaryDirectory(prefix="stock-") as folder:
            for size in sorted({int(each) for each in arguments} or SIZES):
                targets = measure(cluster, Path(folder), size)
                sys.stdout.write("".join(f"{line}\n" for line in table(size, targets)))
                sys.stdout.flush()
            drop(cluster, OURS, STOCK)
    except (ClusterError, LaunchError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    return 0


def measure(cluster: Cluster, folder: Path, size: int) -> list[Target]:
    """Load both sites and ask both for everything."""
    begun = time.monotonic()
    ours = fill(cluster, size)
    stock = stock_site(cluster, folder, database=STOCK, source=OURS, media=STATE_DIR / "media")
    say(f"{size} agencies loaded in {time.monotonic() - begun:.0f} s")
    paths = addresses(cluster)
    with contextlib.ExitStack() as running:
        kept = running.enter_context(serving(ours | {"VISITOR_CACHE_MB": "96"}))
        bare = running.enter_context(serving(ours | {"VISITOR_CACHE_MB": "0"}))
        theirs = running.enter_context(serving(stock, application="stock.wsgi"))
        targets = list(targets_of(paths, kept, bare, theirs))
        # Pictures are made when a page is published, not for its first visitor.
        for port, _pid in (bare, theirs):
            warm(port, paths["others"])
        # An article that nobody has read, of a place where somebody has read another.
        warm(kept[0], paths["beside"])
        for target in targets:
            if not target.once:
                warm(target.port, target.paths)
        for number in range(ROUNDS):
            for target in targets:
                target.round(number, SECONDS)
    return targets


def targets_of(
    paths: dict[str, list[str]],
    kept: tuple[int, int],
    bare: tuple[int, int],
    theirs: tuple[int, int],
) -> Iterator[Target]:
    """Yield what is asked for; servers are ports and process ids."""
    articles, words = paths["articles"], paths["search"]
    # With a word in the query that nobody foresaw, an answer is made anew.
    anew = [f"{path}?lai=1" for path in articles]
    yield Target(STOCK_HELLO, *theirs, ["/hello/"])
    yield Target(HELLO, *kept, ["/hello/"])
    yield Target("article, kept answer", *kept, articles)
    yield Target("article, answer made anew", *kept, anew)
    yield Target("article, asked for the first time", *kept, paths["others"], once=True)
    yield Target("article, nothing kept", *bare, articles)
    yield Target(STOCK_ARTICLE, *theirs, articles)
    yield Target(STOCK_FIRST, *theirs, paths["others"], once=True)
    yield Target("hub front page, answer made anew", *kept, ["/?lai=1"])
    yield Target("hub front page, nothing kept", *bare, ["/"])
    yield Target("front page, stock", *theirs, ["/"])
    yield Target("search", *kept, words)
    yield Target("search, stock", *theirs, words)


def fill(cluster: Cluster, size: int, *more: str, database: str = OURS) -> dict[str, str]:
    """Load the network, `more` asked of the loader; returns what our processes must be told."""
    cluster.create_database(database)
    ours = {
        "DATABASE_URL": cluster.url(database),
        "DJANGO_SETTINGS_MODULE": "tests.scale.pages_settings",
    }
    manage = [sys.executable, "manage.py"]
    run([*manage, "migrate", "--no-input", "--verbosity", "0"], ours)
    load = [*manage, "load_network", "--agencies", str(size), "--pages", str(ARTICLES_EACH)]
    run([*load, *more, "--here"], ours)
    with psycopg.connect(cluster.url(database), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return ours


def addresses(cluster: Cluster) -> dict[str, list[str]]:
    """Return the paths to ask for: articles of many agencies, others, searches for a rare word.

    "beside" has one article that is not asked for of each place in which an other stands.
    """
    with psycopg.connect(cluster.url(OURS)) as connection:
        rows = connection.execute(
            "SELECT substr(p.url_path, 5), p.title FROM wagtailcore_page p"
            " JOIN agency_sites_articlepage a ON a.page_ptr_id = p.id"
            " WHERE p.live ORDER BY md5(p.id::text) LIMIT %s",
            [ARTICLES + OTHERS],
        ).fetchall()
        asked, others = rows[:ARTICLES], rows[ARTICLES:]
        beside = connection.execute(
            "SELECT DISTINCT ON (left(p.path, -4)) substr(p.url_path, 5) FROM wagtailcore_page p"
            " JOIN agency_sites_articlepage a ON a.page_ptr_id = p.id WHERE p.live"
            " AND substr(p.url_path, 5) <> ALL(%(paths)s) AND left(p.path, -4) IN (SELECT"
            " left(path, -4) FROM wagtailcore_page WHERE substr(url_path, 5) = ANY(%(paths)s))"
            " ORDER BY left(p.path, -4), p.id",
            {"paths": [path for path, _title in others]},
        ).fetchall()
    # The number of the agency and the article, in brackets at the end of its title.
    words = [title.rpartition("(")[2].rstrip(")").replace(" ", "+") for _path, title in asked]
    return {
        "articles": [path for path, _title in asked],
        "others": [path for path, _title in others],
        "beside": [path for (path,) in beside],
        "search": [f"/tim-kiem/?q={word}" for word in words],
    }


@contextlib.contextmanager
def serving(
    environment: dict[str, str], application: str = "network.wsgi"
) -> Iterator[tuple[int, int]]:
    """Run the web server as `network.launch` does, in one process; yields its port and id."""
    port = free_port()
    os.environ["WEB_CONCURRENCY"] = "1"
    command = web_command(Options("127.0.0.1", port, 0, demo=False))
    if application != "network.wsgi":
        # The same server, and as much to write into its log.
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
        command += ["--blocking-threads", STOCK_THREADS, "--http", "1", "--no-ws", "--access-log"]
        command += [f"{application}:application"]
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=nothing, stderr=nothing
    )
    try:
        answered(port, "/hello/")
        yield port, child_of(process.pid)
    finally:
        process.terminate()
        process.wait()


def child_of(pid: int) -> int:
    """Return the process that answers, the only child of the server's first."""
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def cpu_of(pid: int) -> float:
    """Return the CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def table(size: int, targets: Sequence[Target]) -> list[str]:
    """Return the lines of a Markdown table."""
    rates = {target.name: target.load.rate for target in targets}
    lines = [
        f"At {size:,} agencies:",
        "",
        "| what | requests/s | of hello world | of the stock article | p50 ms | p99 ms | CPU ms |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for target in targets:
        rate, load = target.load.rate, target.load
        lines.append(
            f"| {target.name} | {rate:,.0f} | {rate / rates[STOCK_HELLO]:.2f}"
            f" | {rate / rates[STOCK_ARTICLE]:.2f} | {1000 * load.percentile(0.5):.1f}"
            f" | {1000 * load.percentile(0.99):.1f} | {target.milliseconds:.2f} |"
        )
    return [*lines, ""]


def drop(cluster: Cluster, *databases: str) -> None:
    """Forget databases of a bench."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        for name in databases:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def say(text: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
