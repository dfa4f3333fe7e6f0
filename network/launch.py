"""Start the network: `python -m network.launch ROLE`, `all` unless told.

`make run` and the Docker image both come here (docs/adr/0003-one-launcher.md). `all` runs
everything on one machine, starts anew what dies, and stops everything together; `web`, `worker`,
`watch` and `backups` run one part in the foreground; `migrate` brings the database and the static
files to this release, `upgrade` does so with checks, a backup and the maintenance page, `fill`
migrates it and loads the demo; `prepare` only compiles the catalogues; `health` asks a running web
server whether it lives, `worker-health` the database whether a worker does, `watch-health` the
state file whether the watcher does.
"""

import argparse
import contextlib
import functools
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

import django
import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError

from network.answering import find_problem, wait_until_answering
from network.background import BackgroundReport
from network.core import heartbeats
from network.core.catalogues import CatalogueError, compile_catalogues
from network.core.disk_reserve import DatabaseKeeper, DiskReserve
from network.core.log_files import rotate
from network.core.postgres import APPLICATION_ROLE, Cluster, ClusterError
from network.core.upgrading import maintenance
from network.options import Options, require_free_port
from network.parts import (
    STOP_SECONDS,
    LaunchError,
    add_parts,
    running,
    step_in_advance,
    wait_until_let_go,
    watch,
)

ROOT = Path(__file__).resolve().parent.parent
DATABASE_NAME = "pbgdpl"
STEPS = 6
# What the worker has read and freed goes back to the system: portals send it megabytes.
WORKER_MEMORY = "MALLOC_MMAP_THRESHOLD_=131072"
# Between two looks at the worker's heartbeat: with its silence, less than a minute.
HEARTBEAT_SECONDS = 15
# The watcher writes its state every minute; a slow check must not restart its container.
WATCHER_SILENCE_SECONDS = 240
# What the user can put right: these end in one line.
EXPLAINED = (
    LaunchError,
    ClusterError,
    CatalogueError,
    CommandError,
    ImproperlyConfigured,
    OperationalError,
)


class Stopped(KeyboardInterrupt):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, or the terminal was closed."""


def main(arguments: Sequence[str]) -> int:
    """Run the chosen role; the exit code: 0 done or stopped on request, 1 cannot go on."""
    roles: dict[str, Callable[[], int]] = {
        "all": run_all,
        "fill": fill,
        "web": serve_web,
        "worker": lambda: serve("worker", worker_command()),
        "watch": watch_system,
        "backups": lambda: serve("backups", backups_command()),
        "migrate": lambda: bring_up_to_date("migrate", "--no-input"),
        "upgrade": lambda: bring_up_to_date("upgrade"),
        "prepare": prepare,
        "health": health,
        "worker-health": worker_health,
        "watch-health": watch_health,
    }
    parser = argparse.ArgumentParser(prog="network.launch", description="Start the network.")
    parser.add_argument("role", nargs="?", default="all", choices=roles)
    role = parser.parse_args(arguments).role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.dev")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, functools.partial(_stop, aloud=role == "all"))
    os.chdir(ROOT)
    try:
        return roles[role]()
    except Stopped:
        # A one-off command was interrupted.
        return 1 if role in ("fill", "migrate", "upgrade") else 0
    except EXPLAINED as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'The system'}: {error.strerror}\n")
    return 1


def run_all() -> int:
    """Start everything, tell where it is, and stop everything together."""
    options = Options.from_environment()
    os.environ.setdefault("BASE_URL", options.address)
    _step(1, f"checking that port {options.port} is free")
    require_free_port("PORT", options.host, options.port)
    if options.demo:
        require_free_port("PORTALS_PORT", "127.0.0.1", options.portals_port)
    logs = settings.STATE_DIR / "log"
    logs.mkdir(parents=True, exist_ok=True)
    compile_catalogues(ROOT)
    _step(2, "starting the database")
    filling = [sys.executable, "-m", "network.launch", "fill"]
    web_server = {"web server": web_command(options)}
    # Both load while there is no database, or an empty one (docs/adr/0109-started-early.md).
    with (
        step_in_advance(filling, logs / "fill.log") as finish_filling,
        database(),
        running(web_server, logs, held=True) as children,
    ):
        finish_filling()
        _step(5, "starting the web server and the worker")
        children[0].let_go()
        add_parts(children, _background_parts(options), logs)
        _step(6, "waiting for the hub to answer")
        wait_until_answering(options, children, report=_print)
        _announce(options, logs)
        watch(children, Watch(report=_print).check)
    return 0


def fill() -> int:
    """Migrate, load the demo and write its accounts down. The web server collects static files.

    The details go to stderr. One process for all: starting Django takes longer than looking that
    all is there.
    """
    options = Options.from_environment()
    if own_cluster():
        # Waiting for the disk at each commit takes seconds; after a crash the next one fills anew.
        os.environ["PGOPTIONS"] = "-c synchronous_commit=off"
    # As in network/wsgi.py: the collector finds nothing while everything is loaded.
    gc.disable()
    django.setup()
    from network.core.compression import is_compressed
    from network.core.tasks import enqueue_compression
    from network.demo import loader

    gc.freeze()
    gc.enable()
    wait_until_let_go()
    _step(3, "migrating")
    call_command("migrate", interactive=False, stdout=sys.stderr)
    accounts = _accounts_file()
    accounts.unlink(missing_ok=True)
    if not options.demo:
        _step(4, "no demo network (DEMO=0)")
    elif loader.holds_other_agencies():
        _step(4, "no demo network: the database holds agencies of its own")
    else:
        _step(4, "loading the demo network")
        portals = f"http://127.0.0.1:{options.portals_port}"
        call_command("load_demo", portals_url=portals, stderr=sys.stdout)
        with accounts.open("w") as kept:
            call_command("load_demo", accounts=True, stdout=kept)
    # Now, since the web server has collected by then what is to be compressed.
    if not is_compressed():
        enqueue_compression()
    # What is left ends with the process: without this the collector looks through it for a second.
    gc.freeze()
    return 0


def serve(name: str, command: list[str]) -> int:
    """Run one part in the foreground: in our place, or beside the database of our own."""
    if own_cluster() is None:
        require_database(settings.DATABASE_URL)
        os.execvp(command[0], command)  # noqa: S606
    with database(), running({name: command}, logs=None) as children:
        watch(children, Watch().check)
    return 0


def watch_system() -> int:
    """Run the watcher in our place. It starts without a database too, whose absence it reports."""
    command = watch_command(after=0)
    os.execvp(command[0], command)  # noqa: S606


def serve_web() -> int:
    """Run the web server; the maintenance page ends if the database was upgraded for this code."""
    if settings.MAINTENANCE_FILE:
        maintenance.end_if_current(Path(settings.MAINTENANCE_FILE))
    return serve("web server", web_command(Options.from_environment()))


def bring_up_to_date(*command: str) -> int:
    """Bring the database, by this command, and the static files to this release. Raises LaunchError
    if one of them fails."""
    with database():
        for words in (manage(*command), manage("collectstatic", "--no-input")):
            if subprocess.run(words, check=False).returncode:  # noqa: S603
                raise LaunchError(f"`{' '.join(words[1:])}` failed; what it said is above.")
    return 0


def prepare() -> int:
    """Compile the catalogues; the environment itself was made by docker/entrypoint."""
    compile_catalogues(ROOT)
    return 0


def health() -> int:
    """Ask the web server of this machine whether it lives (Docker's health check).

    It also lives while the database is away: a restart would lose its saved copies. Raises
    LaunchError if it does not answer.
    """
    options = Options.from_environment()
    if problem := find_problem(options, may_refuse=True):
        raise LaunchError(f"{options.address}: {problem}.")
    return 0


def worker_health() -> int:
    """Ask whether a worker lives, on this machine or another (Docker's health check)."""
    if problem := heartbeats.worker_problem(settings.DATABASE_URL):
        raise LaunchError(problem)
    return 0


def watch_health() -> int:
    """Ask whether the watcher of this machine runs (Docker's health check). Raises LaunchError if
    it has not run for some minutes."""
    path = Path(settings.MONITORING_DIR) / "alerts.json"
    if not path.exists() or time.time() - path.stat().st_mtime > WATCHER_SILENCE_SECONDS:
        raise LaunchError("The watcher has not run for some minutes: read its log.")
    return 0


class Watch:
    """Looks after our own database, its log and the worker's heartbeat, beside the parts.

    `report` gets lines about the background work of a first start, if it is given.
    """

    def __init__(self, *, report: Callable[[str], None] | None = None) -> None:
        self._cluster = own_cluster()
        size = settings.DATABASE_RESERVE_BYTES
        reserve = DiskReserve(Path(settings.STATE_DIR) / "postgres.reserve", size=size)
        self._keeper = self._cluster and DatabaseKeeper(self._cluster, reserve)
        self._background = report and BackgroundReport(settings.DATABASE_URL, report=report)
        # A worker needs a moment to write its first one.
        self._next = time.monotonic() + heartbeats.SILENCE_SECONDS
        self._told = ""

    def check(self) -> None:
        """Restart our own database if it died, and say once if no worker lives."""
        if self._cluster:
            rotate(self._cluster.log)
        if self._keeper and not self._keeper.keep():
            return
        if self._background:
            self._background.check()
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + HEARTBEAT_SECONDS
        problem = heartbeats.worker_problem(settings.DATABASE_URL)
        if problem and not self._told:
            sys.stderr.write(f"{problem}\n")
        self._told = problem


def web_command(options: Options) -> list[str]:
    """Return the command of the web server; WEB_CONCURRENCY sets the number of processes."""
    place = [options.socket] if options.socket else [options.host, str(options.port)]
    return [sys.executable, "-m", "network.web_server", *place]


def worker_command() -> list[str]:
    """Return the command of the background worker; visitors go before it."""
    return [
        "env",
        WORKER_MEMORY,
        "nice",
        "-n",
        "19",
        *manage("run_worker", "--grace", str(STOP_SECONDS - 3)),
    ]


def watch_command(*, after: int) -> list[str]:
    """Return the command of the watcher; it loads nothing in the first `after` seconds."""
    module = "network.watching"
    return ["nice", "-n", "19", sys.executable, "-m", module, "--after", str(after)]


def backups_command() -> list[str]:
    """Return the command of the timer that makes backups and rehearses restores."""
    return ["nice", "-n", "19", sys.executable, "-m", "network.core.backup.timer"]


def portals_command(options: Options) -> list[str]:
    """Return the command of the demo's portals, which need no Django and start at once."""
    module = "network.demo.portal_server"
    return [sys.executable, "-m", module, str(options.portals_port)]


def manage(*arguments: str) -> list[str]:
    """Return the command line of a management command."""
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def own_cluster() -> Cluster | None:
    """Return the project's own PostgreSQL, or None when DATABASE_URL names another one."""
    cluster = Cluster(settings.STATE_DIR / "postgres", durable=True)
    own_url = cluster.url(DATABASE_NAME, role=APPLICATION_ROLE)
    return cluster if own_url == settings.DATABASE_URL else None


@contextlib.contextmanager
def database() -> Iterator[None]:
    """Hold the database while the block runs: our own, or the one of DATABASE_URL."""
    cluster = own_cluster()
    if cluster is None:
        # The application's role may be made by this very start.
        require_database(settings.DATABASE_OWNER_URL)
        yield
        return
    with cluster.use():
        cluster.create_database(DATABASE_NAME)
        yield


def require_database(url: str) -> None:
    """Raise LaunchError unless the database of this address lets us in."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise LaunchError(f"DATABASE_URL leads to no database: {reason}") from error


def _background_parts(options: Options) -> dict[str, list[str]]:
    parts = {
        "worker": worker_command(),
        # By then a worker has written its first heartbeat.
        "watcher": watch_command(after=heartbeats.SILENCE_SECONDS),
    }
    if settings.BACKUP_DIR:
        parts["backups"] = backups_command()
    if options.demo:
        parts["demo portals"] = portals_command(options)
    return parts


def _announce(options: Options, logs: Path) -> None:
    _print(
        f"\nThe network runs:  {options.address}/\nIts admin:         {options.address}/admin/\n"
    )
    if settings.SENT_MAIL_FOLDER:
        _print(f"Mails it sends:    {options.address}/thu-da-gui/\n")
    accounts = _accounts_file()
    _print(accounts.read_text() if accounts.exists() else "")
    _print(f"Logs: {logs}\nCtrl-C stops everything.\n")


def _accounts_file() -> Path:
    return Path(settings.STATE_DIR) / "log" / "accounts.txt"


def _step(number: int, what: str) -> None:
    _print(f"[{number}/{STEPS}] {what} ...\n")


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _stop(number: int, frame: FrameType | None, *, aloud: bool) -> None:
    # Once: a second Ctrl-C must not interrupt the orderly end, which has its own time limits.
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, lambda number, frame: None)
    if aloud:
        _print("\nStopping ...\n")
    raise Stopped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
