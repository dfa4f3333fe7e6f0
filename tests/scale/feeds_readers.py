"""The two readers that the benchmark compares: this project's, and Miniflux where it is installed.

Both work in databases of their own on one PostgreSQL, and fetch everything anew at each round.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from network.core.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent.parent
MINIFLUX_WORKERS = 16
_ROWS = (
    "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables"
)


@dataclass(frozen=True)
class Round:
    """What a round cost: seconds of wall, CPU of the reader and of PostgreSQL; rows written;
    megabytes of the reader's largest process; and what it said of its library."""

    wall: float
    cpu: float
    postgres: float
    rows: int
    memory: float
    library: dict[str, float]


class Ours:
    """One or more workers of this project."""

    def __init__(self, cluster: Cluster, database: str, workers: int) -> None:
        self.cluster, self.database, self.workers = cluster, database, workers
        self.name = f"PBGDPL, workers: {workers}"

    def prepare(self, base: str, feeds: int) -> None:
        """Make the tables and the sources."""
        self._run("prepare", base, str(feeds))

    def fetch(self) -> dict[str, float]:
        """Fetch everything once; Django has started before the clock does."""
        told = json.loads(self._run("fetch", str(self.workers)).splitlines()[-1])
        return dict(told)

    def _run(self, *arguments: str) -> str:
        environment = {**os.environ, "DATABASE_URL": self.cluster.url(self.database)}
        command = [sys.executable, "-m", "tests.scale.feeds_round", *arguments]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout


class Miniflux:
    """Miniflux, by `miniflux -refresh-feeds`."""

    name = "Miniflux"

    def __init__(self, cluster: Cluster, database: str, feeds: int, folder: Path) -> None:
        self.cluster, self.database, self.folder = cluster, database, folder
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "DATABASE_URL": f"user=postgres dbname={database} host={cluster.socket_dir} port=5432",
            "WORKER_POOL_SIZE": str(MINIFLUX_WORKERS),
            "BATCH_SIZE": str(feeds),
            "DATABASE_MAX_CONNS": str(MINIFLUX_WORKERS + 4),
            "LOG_LEVEL": "error",
        }

    @staticmethod
    def installed() -> bool:
        """Return whether the program is there."""
        return shutil.which("miniflux") is not None

    def prepare(self, base: str, feeds: int) -> None:
        """Make the tables, one account and its feeds."""
        account = {"CREATE_ADMIN": "1", "ADMIN_USERNAME": "bench", "ADMIN_PASSWORD": "bench-2026"}
        environment = {**self.environment, **account}
        subprocess.run(["miniflux", "-migrate"], env=environment, check=True, capture_output=True)
        with psycopg.connect(self.cluster.url(self.database)) as connection:
            connection.execute(
                "INSERT INTO users (username, password) VALUES ('bench', '') ON CONFLICT DO NOTHING"
            )
            connection.execute(
                "INSERT INTO categories (user_id, title) SELECT id, 'bench' FROM users"
            )
            connection.execute(
                "INSERT INTO feeds (user_id, category_id, title, feed_url, site_url)"
                " SELECT c.user_id, c.id, n::text, %(base)s || '/f/' || lpad(n::text, 4, '0') ||"
                " '.xml', %(base)s || '/s/' || n FROM categories c, generate_series(0, %(n)s) n"
                " WHERE c.title = 'bench'",
                {"base": base, "n": feeds - 1},
            )

    def fetch(self) -> dict[str, float]:
        """Fetch everything once."""
        with psycopg.connect(self.cluster.url(self.database)) as connection:
            connection.execute("UPDATE feeds SET next_check_at = now() - interval '1 minute'")
        with (self.folder / "miniflux.log").open("ab") as log:
            begun = time.monotonic()
            process = subprocess.Popen(
                ["miniflux", "-refresh-feeds"], env=self.environment, stdout=log, stderr=log
            )
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        with psycopg.connect(self.cluster.url(self.database)) as connection:
            (entries,) = connection.execute("SELECT count(*) FROM entries").fetchone() or (0,)
        cpu = usage.ru_utime + usage.ru_stime
        return {"wall": wall, "cpu": cpu, "memory": usage.ru_maxrss / 1024, "items": entries}


type Reader = Ours | Miniflux


def measured(reader: Reader) -> Round:
    """Let the reader fetch everything once and return what that cost."""
    with psycopg.connect(reader.cluster.url(reader.database), autocommit=True) as connection:
        postmaster = parent_of(connection.info.backend_pid)
        rows, spent = rows_written(connection), cpu_of_server(postmaster)
        told = reader.fetch()
        spent = cpu_of_server(postmaster) - spent
        # A server process tells of its last rows when it ends.
        time.sleep(1.5)
        written = rows_written(connection) - rows
    return Round(
        told.pop("wall"), told.pop("cpu"), spent, written, told.pop("memory"), library=told
    )


def rows_written(connection: psycopg.Connection | psycopg.Cursor) -> int:
    """Return how many rows have ever been written into the tables of the database."""
    (rows,) = connection.execute(_ROWS).fetchone() or (0,)
    return int(rows)


def parent_of(pid: int) -> int:
    """Return the process that started another one."""
    return int(_stat(pid)[1])


def cpu_of_server(postmaster: int) -> float:
    """Return the CPU seconds of the server: itself, its living children, and those it buried."""
    ticks = sum(map(int, _stat(postmaster)[11:15]))
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for child in children:
        try:
            ticks += sum(map(int, _stat(int(child))[11:13]))
        except FileNotFoundError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """Return the fields of a process after its name: state, parent and so on (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
