"""Two web and two worker machines that lose one part after another.

`python -m tests.drill.machines [SECONDS [RATE]]`: 300 seconds at 300 requests a second unless told.
Two web processes, two workers and an object store, each in a network namespace of its own, which
only root can make; the shipped proxy; a primary whose commits wait for its replica, both reached
through sockets of this machine. In turn a web process, a worker, the store and the primary are
killed; the replica is promoted. Meanwhile people read pages and files and report faults, a title
is changed every two seconds, and the workers convert office files. Exit code 1 if a report is lost
or doubled, a file is converted twice, a title is shown a second after it was changed, or a page
fails while the primary is there, or one of a hundred takes half a second while nothing is lost.
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from network.core.object_store import ObjectStorage
from network.core.postgres import Cluster, ClusterError
from network.launch import worker_command
from network.parts import LaunchError
from tests.factories.object_store import KEY_ID, SECRET, Store, object_store
from tests.factories.replica import following
from tests.scale.feeds_server import free_port
from tests.scale.pages_bench import fill, say

from .conversions import are_converted_once, to_convert
from .kills import are_kept_once, report
from .moving import Files, stored
from .namespaces import inside, namespaces
from .servers import PREFIX, Restarted, WebProcess, proxy
from .visitors import Answers, Place, visit

DATABASE, AGENCIES = "pbgdpl_machines", 5
SECONDS, RATE = 300.0, 300.0
WEBS, WORKERS = ("web1", "web2"), ("worker1", "worker2")
# A primary that is gone is promoted by a person; here after so many seconds.
PROMOTED_AFTER, STORE_AWAY = 3.0, 5.0
TITLE_SECONDS, STALE_SECONDS, LONGEST_P99 = 2.0, 1.0, 0.5
# The store is written in Python here: with more files it takes a whole processor for itself.
FILES = 0.1
WARM_RATE = 20.0
PAGES = """
SELECT substr(p.url_path, 5) FROM wagtailcore_page p
  JOIN agency_sites_articlepage a ON a.page_ptr_id = p.id WHERE p.live ORDER BY p.id LIMIT 40
"""
RENAME = "UPDATE wagtailcore_page SET title = %s, draft_title = %s WHERE substr(url_path, 5) = %s"
JOBS = "SELECT status, count(*) FROM procrastinate_jobs GROUP BY status ORDER BY status"
# Servers of tests begin with synchronous_commit=off, with which no commit waits for a replica.
SYNCHRONOUS = (
    f"ALTER DATABASE {DATABASE} SET synchronous_commit = on",
    "ALTER SYSTEM SET synchronous_standby_names = '*'",
    "SELECT pg_reload_conf()",
)


@dataclass
class Running:
    """All that runs, and the addresses that are asked for."""

    primary: Cluster
    standby: Cluster
    webs: list[WebProcess]
    workers: list[Restarted]
    store: Store
    place: Place
    pages: list[str]
    files: list[str]

    @property
    def database(self) -> str:
        """Return the address of whichever server takes writes."""
        return either(self.primary, self.standby)


@dataclass
class Seen:
    """What was answered in each part, for pages and files, and how long old titles were shown."""

    parts: dict[str, Answers] = field(default_factory=dict)
    files: dict[str, Answers] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    titles: list[float] = field(default_factory=list)
    stale: int = 0


def either(primary: Cluster, standby: Cluster) -> str:
    """Return an address of both servers, which leads to the one that takes writes."""
    hosts = f"{primary.socket_dir},{standby.socket_dir}"
    return f"postgresql://postgres@:5432/{DATABASE}?host={hosts}&target_session_attrs=read-write"


@contextmanager
def machines(folder: Path, primary: Cluster, environment: dict[str, str]) -> Iterator[Running]:
    """Run everything over a filled primary."""
    files, media = stored(primary.url(DATABASE), folder / "media"), folder / "media"
    to_convert(primary.url(DATABASE), media, files)
    with ExitStack() as running:
        at = running.enter_context(namespaces((*WEBS, *WORKERS, "store")))
        store = running.enter_context(object_store(folder / "store", at["store"], inside("store")))
        upload(files, media, store)
        standby = running.enter_context(following(primary, folder / "standby"))
        with psycopg.connect(primary.url(DATABASE), autocommit=True) as connection:
            for statement in SYNCHRONOUS:
                connection.execute(statement)
            pages = [row[0] for row in connection.execute(PAGES).fetchall()]
        given = environment | store.environment | {"DATABASE_URL": either(primary, standby)}
        given |= {"DATABASE_REPLICA_URL": standby.url(DATABASE)}
        given |= {"ACCEL_REDIRECT_PREFIX": PREFIX, "TRUSTED_PROXIES": "1"}
        ports = [(at[name], free_port()) for name in WEBS]
        webs = [
            WebProcess(place, given, folder / f"{name}.log", inside(name))
            for name, place in zip(WEBS, ports, strict=True)
        ]
        workers = [
            Restarted([*inside(name), *worker_command()], given, folder / f"{name}.log")
            for name in WORKERS
        ]
        for each in (*webs, *workers):
            running.callback(each.stop)
        for web in webs:
            web.wait()
        place = {"WEB_SERVERS": " ".join(f"{host}:{port}" for host, port in ports)}
        place |= {"MEDIA_STORE_URL": store.url}
        port = running.enter_context(proxy(folder, media=media, static=folder, **place))
        addresses = list(files.public)
        yield Running(primary, standby, webs, workers, store, Place(port), pages, addresses)


def upload(files: Files, media: Path, store: Store) -> None:
    """Put the files on the store."""
    storage = ObjectStorage(url=store.url, key_id=KEY_ID, secret=SECRET, region="us-east-1")
    for name in files.hashes:
        storage.overwrite(name, media / name)


async def held(running: Running, seconds: float, rate: float) -> Seen:
    """Lose one part after another, and note what people saw of each."""
    # Both processes have been read from for a while, as on any day.
    known = [*running.pages, *running.files]
    await visit(running.place, known, rate=WARM_RATE, seconds=4 * len(known) / WARM_RATE)
    seen = Seen()
    beside = [
        asyncio.create_task(report(running.place, seen.reported)),
        asyncio.create_task(_rename(running, seen)),
    ]
    for name, lose in LOSSES.items():
        losing = asyncio.create_task(asyncio.to_thread(lose, running))
        part = seconds / len(LOSSES)
        seen.parts[name], files = await asyncio.gather(
            visit(running.place, running.pages, rate=rate * (1 - FILES), seconds=part),
            visit(running.place, running.files, rate=rate * FILES, seconds=part),
        )
        await losing
        say(f"{name}: pages: {seen.parts[name]}")
        say(f"{name}: files: {files}")
        seen.files[name] = files
    for task in beside:
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)
    return seen


async def _rename(running: Running, seen: Seen) -> None:
    """Change the title of one page after the other; note when all that is shown is the new one."""
    for number in count():
        page, title = running.pages[number % len(running.pages)], f"Tên mới {number}"
        with suppress(psycopg.OperationalError):
            await asyncio.to_thread(_write_title, running.database, page, title)
            begun = time.monotonic()
            await asyncio.sleep(STALE_SECONDS)
            # Whichever process answers.
            for _ in range(4):
                status, data = await running.place.send(running.place.head("GET", page), Answers())
                if status == 200 and title.encode() not in data and b"saved-band" not in data:
                    seen.stale += 1
            seen.titles.append(time.monotonic() - begun)
        await asyncio.sleep(TITLE_SECONDS - STALE_SECONDS)


def _write_title(database: str, page: str, title: str) -> None:
    with psycopg.connect(database, connect_timeout=3) as connection:
        connection.execute(RENAME, [title, title, page])


def _nothing(running: Running) -> None:
    pass


def _kill_web(running: Running) -> None:
    running.webs[0].kill()
    running.webs[0].wait()


def _restart_webs(running: Running) -> None:
    for web in running.webs:
        web.restart()


def _kill_worker(running: Running) -> None:
    running.workers[0].kill()


def _kill_store(running: Running) -> None:
    running.store.kill()
    time.sleep(STORE_AWAY)
    running.store.start()


def _kill_primary(running: Running) -> None:
    """Kill the primary with all its processes; then promote the replica."""
    number = (running.primary.data_dir / "postmaster.pid").read_text().split("\n", 1)[0]
    os.kill(int(number), signal.SIGKILL)
    time.sleep(PROMOTED_AFTER)
    with psycopg.connect(running.standby.url("postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_promote()")


LOSSES: dict[str, Callable[[Running], None]] = {
    "nothing lost": _nothing,
    "rolling restart of the web processes": _restart_webs,
    "a web process killed": _kill_web,
    "a worker killed": _kill_worker,
    "the store killed": _kill_store,
    "the primary killed, the replica promoted": _kill_primary,
    "afterwards": _nothing,
}


def judged(running: Running, seen: Seen) -> bool:
    """Say what was lost, doubled or stale, and return whether nothing was."""
    is_kept = are_kept_once(seen.reported, running.database)
    is_converted = are_converted_once(running.database)
    with psycopg.connect(running.database) as connection:
        jobs: dict[str, int] = dict(connection.execute(JOBS).fetchall())
    say(f"titles changed {len(seen.titles)}, answers with a former one {seen.stale}; jobs {jobs}")
    quiet = sum(
        kind[name].failed for name in tuple(LOSSES)[:4] for kind in (seen.parts, seen.files)
    )
    is_quick = seen.parts["nothing lost"].within(0.99) < LONGEST_P99
    is_once = is_kept and is_converted and not jobs.get("failed")
    return is_once and is_quick and not seen.stale and not quiet


def main(arguments: list[str]) -> int:
    """Hold the drill, and return the exit code; 2 for wrong usage."""
    try:
        seconds, rate = (*map(float, arguments), *(SECONDS, RATE)[len(arguments) :])
    except ValueError:
        sys.stderr.write("usage: python -m tests.drill.machines [SECONDS [RATE]]\n")
        return 2
    try:
        with tempfile.TemporaryDirectory(prefix="machines-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            primary = Cluster(folder / "primary", durable=False)
            with primary.use():
                environment = fill(primary, AGENCIES, database=DATABASE)
                with machines(folder, primary, environment) as running:
                    return 0 if judged(running, asyncio.run(held(running, seconds, rate))) else 1
    except (ClusterError, LaunchError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
