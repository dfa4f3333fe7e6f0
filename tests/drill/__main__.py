"""What the network bears: `python -m tests.drill [SECONDS]`, a minute for each part unless told.

Slow readers and half-sent forms against `make run` alone and through the shipped proxy, a heap of
searches, web processes that are killed under load, and `make run` whose database and worker are
(`healing`). Prints a line for each; exit code 1 when somebody else was kept waiting or not
answered, or something was lost. On loopback and on a database of its own.
"""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg

from network.core.postgres import Cluster, ClusterError
from network.launch import web_command
from network.options import Options
from network.parts import LaunchError
from tests.scale.feeds_server import free_port
from tests.scale.load_bench import started
from tests.scale.pages_bench import STATE_DIR, drop, fill, say
from tests.scale.pages_client import answered

from .healing import heals
from .kills import twenty_kills
from .servers import proxy, web_processes
from .visitors import Answers, Place, search_at_once, slow_clients, visit

DATABASE, AGENCIES, SECONDS = "pbgdpl_drill", 40, 60.0
FILE_BYTES = 60_000_000
FORM = "/hoi-dap/gui/"
# Others are asked for beside the slow: as often, and answered as fast as nobody notices.
RATE, LONGEST_P99 = 10.0, 0.5
SEARCHES, LONGEST_KEPT = 1000, 0.1
# The first start: until what is kept is kept.
WARM_SECONDS = 5.0


@dataclass(frozen=True)
class Network:
    """A filled database, as the environment of our processes, and a large file in it."""

    environment: dict[str, str]
    folder: Path
    file: str


def main(arguments: list[str]) -> int:
    """Run the drill; 2 for wrong usage, 1 if it fails or cannot be held."""
    try:
        seconds = float(arguments[0]) if arguments else SECONDS
    except ValueError:
        seconds = 0
    if seconds <= 0 or len(arguments) > 1:
        sys.stderr.write("usage: python -m tests.drill [SECONDS]\n")
        return 2
    cluster = Cluster(STATE_DIR / "bench-postgres", durable=False)
    try:
        with cluster.use(), tempfile.TemporaryDirectory(prefix="drill-") as folder:
            drop(cluster, DATABASE)
            verdicts = list(hold(cluster, filled(cluster, Path(folder)), seconds))
            drop(cluster, DATABASE)
    except (ClusterError, LaunchError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    return 0 if all(verdicts) else 1


def hold(cluster: Cluster, network: Network, seconds: float) -> Iterator[bool]:
    """Yield whether each part went well."""
    with alone(network) as port:
        yield slow("alone", Place(port), network, seconds, 50)
        yield searched("alone", Place(port))
    with (
        web_processes(network.folder, network.environment) as webs,
        proxy(network.folder, media=network.folder / "media", static=network.folder) as port,
    ):
        for number in (50, 400):
            yield slow("through the proxy", Place(port), network, seconds, number)
        yield searched("through the proxy", Place(port))
        yield twenty_kills(Place(port), webs, cluster.url(DATABASE))
    yield heals(network.folder / "healing")


def slow(where: str, place: Place, network: Network, seconds: float, number: int) -> bool:
    """Say what others find beside so many slow readers and half-sent forms."""

    async def measure() -> tuple[Answers, Answers, object]:
        pages = ["/"] * 9 + ["/van-ban/"]
        await visit(place, pages, rate=RATE, seconds=WARM_SECONDS)
        quiet = await visit(place, pages, rate=RATE, seconds=10)
        async with slow_clients(
            place, file=network.file, form=FORM, readers=number, posts=number
        ) as done:
            await asyncio.sleep(3)
            beside = await visit(place, pages, rate=RATE, seconds=seconds)
        return quiet, beside, dict(done)

    quiet, beside, done = asyncio.run(measure())
    say(f"{where}, quiet: {quiet}")
    say(f"{where}, beside {number} slow readers and {number} half-sent forms: {beside}; {done}")
    return beside.failed == 0 and beside.within(0.99) < LONGEST_P99


def searched(where: str, place: Place) -> bool:
    """Say what visitors of kept pages find while everybody searches for something else."""
    asyncio.run(visit(place, ["/"], rate=RATE, seconds=WARM_SECONDS))
    # From a process of its own: who measures must not wait for it.
    with ProcessPoolExecutor(1) as crowd:
        searching = crowd.submit(search_at_once, place, SEARCHES)
        kept = asyncio.run(visit(place, ["/"], rate=20, seconds=10))
        searches = searching.result()
    say(f"{where}, kept pages beside {SEARCHES} searches: {kept}; the searches: {searches}")
    return kept.failed == 0 and kept.within(0.99) < LONGEST_KEPT


@contextlib.contextmanager
def alone(network: Network) -> Iterator[int]:
    """Run the web server as `make run` does; yields its port."""
    port = free_port()
    command = web_command(Options("127.0.0.1", port, 0, demo=False))
    log = network.folder / "alone.log"
    with started(command, network.environment | {"WEB_CONCURRENCY": "2"}, log):
        answered(port, "/")
        yield port


def filled(cluster: Cluster, folder: Path) -> Network:
    """Load a network and make one of its files large and public."""
    folder.chmod(0o755)
    environment = fill(cluster, AGENCIES, database=DATABASE) | {"MEDIA_ROOT": str(folder / "media")}
    with psycopg.connect(cluster.url(DATABASE)) as connection:
        row = connection.execute(
            "UPDATE media_agencydocument SET public = true WHERE id = (SELECT min(id)"
            " FROM media_agencydocument) RETURNING id, file"
        ).fetchone()
    assert row
    path = folder / "media" / row[1]
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(range(250)) * (FILE_BYTES // 250))
    return Network(environment, folder, f"/documents/{row[0]}/{path.name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
