"""Start the network: `python -m network.launch [all|web|worker|migrate|prepare|health]`.

`make run` and the Docker image both come here (docs/adr/0003-one-launcher.md). `all` runs
everything on one machine and stops everything together; `web` and `worker` run one part in the
foreground; `migrate` brings the database and the static files to this release; `prepare` only
compiles the catalogues; `health` asks a running web server whether it lives.
"""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from network.core.catalogues import CatalogueError, compile_catalogues
from network.core.postgres import Cluster, ClusterError

ROOT = Path(__file__).resolve().parent.parent
DATABASE_NAME = "pbgdpl"
STEPS = 6
START_SECONDS = 60
# Docker waits 10 s before it kills; whoever is told to stop must be done before that.
STOP_SECONDS = 8


class LaunchError(Exception):
    """The network cannot start or go on; the message is one line that says what to do."""


class Stopped(KeyboardInterrupt):
    """Somebody asked us to stop: Ctrl-C, SIGTERM, or the terminal was closed."""


@dataclass(frozen=True)
class Options:
    """What the caller chose in the environment."""

    host: str
    port: int
    portals_port: int
    demo: bool

    @classmethod
    def from_environment(cls) -> "Options":
        """Read HOST, PORT, PORTALS_PORT and DEMO; LaunchError for a port that is none."""
        return cls(
            host=os.environ.get("HOST") or "127.0.0.1",
            port=_port("PORT", 8000),
            portals_port=_port("PORTALS_PORT", 8765),
            demo=os.environ.get("DEMO") != "0" and settings.DEMO_ALLOWED,
        )

    @property
    def nearby(self) -> str:
        """The host under which this very machine reaches the web server."""
        return "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        return f"http://{self.nearby}:{self.port}"


@dataclass(frozen=True)
class Child:
    """A running part of the network; `log` is None when it writes to our own terminal."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None = None

    def complaint(self) -> str:
        """Say in one line that this part stopped although nobody asked it to."""
        where = f"; see {self.log}" if self.log else ""
        return f"The {self.name} stopped by itself (exit code {self.process.returncode}){where}."


def main(arguments: Sequence[str]) -> int:
    """Run the chosen role; the exit code: 0 done or stopped on request, 1 cannot go on."""
    roles: dict[str, Callable[[], int]] = {
        "all": run_all,
        "web": lambda: serve("web server", web_command(Options.from_environment())),
        "worker": lambda: serve("worker", worker_command()),
        "migrate": migrate,
        "prepare": prepare,
        "health": health,
    }
    parser = argparse.ArgumentParser(prog="network.launch", description="Start the network.")
    parser.add_argument("role", nargs="?", default="all", choices=roles)
    role = parser.parse_args(arguments).role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.dev")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    os.chdir(ROOT)
    try:
        return roles[role]()
    except Stopped:
        return 0
    except (LaunchError, ClusterError, CatalogueError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
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
    with database():
        _step(3, "migrating")
        run_to_end("migrate", manage("migrate", "--no-input"), logs, echo=False)
        _load_demo(options, logs)
        _step(5, "starting the web server and the worker")
        with running(_parts(options), logs) as children:
            _step(6, "waiting for the hub to answer")
            wait_until_answering(options, children)
            _announce(options, logs)
            wait_for_the_end(children)
    return 0


def serve(name: str, command: list[str]) -> int:
    """Run one part in the foreground: in our place, or beside the database of our own."""
    if own_cluster() is None:
        require_database()
        os.execv(command[0], command)  # noqa: S606
    with database(), running({name: command}, logs=None) as children:
        wait_for_the_end(children)
    return 0


def migrate() -> int:
    """Bring the database and the collected static files to this release."""
    with database():
        for command in (manage("migrate", "--no-input"), manage("collectstatic", "--no-input")):
            if subprocess.run(command, check=False).returncode:  # noqa: S603
                raise LaunchError(f"`{' '.join(command[1:])}` failed; what it said is above.")
    return 0


def prepare() -> int:
    """Compile the catalogues; the environment itself was made by docker/entrypoint."""
    compile_catalogues(ROOT)
    return 0


def health() -> int:
    """Ask the web server of this machine whether it lives (Docker's health check)."""
    options = Options.from_environment()
    if not answers(options):
        raise LaunchError(f"{options.address} does not answer.")
    return 0


def web_command(options: Options) -> list[str]:
    """Return the command of the web server; WEB_CONCURRENCY sets the number of processes."""
    os.environ.setdefault("WEB_CONCURRENCY", "2")
    command = [sys.executable, "-m", "gunicorn", "network.wsgi:application", "--threads", "4"]
    command += ["--bind", f"{options.host}:{options.port}", "--access-logfile", "-"]
    # No control socket: it would lie in the home folder, one for all installs of a user.
    return [*command, "--graceful-timeout", str(STOP_SECONDS - 3), "--no-control-socket"]


def worker_command() -> list[str]:
    """Return the command of the background worker."""
    return manage("procrastinate", "worker", "--shutdown-graceful-timeout", str(STOP_SECONDS - 3))


def manage(*arguments: str) -> list[str]:
    """Return the command line of a management command."""
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def own_cluster() -> Cluster | None:
    """Return the project's own PostgreSQL, or None when DATABASE_URL names another one."""
    cluster = Cluster(settings.STATE_DIR / "postgres", durable=True)
    return cluster if cluster.url(DATABASE_NAME) == settings.DATABASE_URL else None


@contextlib.contextmanager
def database() -> Iterator[None]:
    """Hold the database while the block runs: our own, or the one of DATABASE_URL."""
    cluster = own_cluster()
    if cluster is None:
        require_database()
        yield
        return
    with cluster.use():
        cluster.create_database(DATABASE_NAME)
        yield


def require_database() -> None:
    """Raise LaunchError unless the database of DATABASE_URL really lets us in."""
    try:
        psycopg.connect(settings.DATABASE_URL, connect_timeout=5).close()
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise LaunchError(f"DATABASE_URL leads to no database: {reason}") from error


def require_free_port(variable: str, host: str, port: int) -> None:
    """Raise LaunchError when the port cannot be listened on."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise LaunchError(
            f"Port {port} on {host} cannot be used ({error.strerror}):"
            f" choose another one, for example {variable}={port + 1} make run"
        ) from error


def run_to_end(name: str, command: list[str], logs: Path, *, echo: bool) -> None:
    """Run a step, its output in a log and, with `echo`, on the screen; LaunchError if it fails."""
    log = logs / f"{name}.log"
    with log.open("wb", buffering=0) as kept:
        process = _popen(command, stdout=subprocess.PIPE, stderr=kept)
        try:
            for line in process.stdout or ():
                kept.write(line)
                if echo:
                    _say(line.decode(errors="replace"))
            code = process.wait()
        finally:
            _end([process])
    if code:
        lines = log.read_text(errors="replace").split("\n")
        reason = next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")
        raise LaunchError(f"{name} failed: {reason} (see {log})")


@contextlib.contextmanager
def running(parts: dict[str, list[str]], logs: Path | None) -> Iterator[list[Child]]:
    """Run the parts while the block runs; every way out of it stops all of them."""
    children: list[Child] = []
    try:
        for name, command in parts.items():
            log = logs / f"{name.replace(' ', '-')}.log" if logs else None
            with log.open("wb") if log else contextlib.nullcontext() as output:
                process = _popen(command, stdout=output, stderr=output)
            children.append(Child(name, process, log))
        yield children
    finally:
        _end([child.process for child in children])


def wait_until_answering(options: Options, children: list[Child]) -> None:
    """Return when the hub answers; LaunchError when it does not or a part dies meanwhile."""
    deadline = time.monotonic() + START_SECONDS
    while not answers(options):
        for child in children:
            if child.process.poll() is not None:
                raise LaunchError(child.complaint())
        if time.monotonic() > deadline:
            raise LaunchError(f"The hub does not answer at {options.address}; see the logs.")
        time.sleep(0.1)


def answers(options: Options) -> bool:
    """Tell whether the web server answers with anything but an error of its own."""
    connection = http.client.HTTPConnection(options.nearby, options.port, timeout=10)
    # As if through the proxy: production answers to its own name alone, and only over TLS.
    name = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
    headers = {"Host": name, "X-Forwarded-Proto": "https"}
    try:
        connection.request("GET", "/", headers=headers)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_for_the_end(children: list[Child]) -> None:
    """Sleep until a part dies, which is a LaunchError, or until somebody stops us."""
    while True:
        # Looks without reaping, so that Popen still learns the exit code.
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        for child in children:
            if child.process.poll() is not None:
                raise LaunchError(child.complaint())
        if ended is not None:
            # A stranger's orphan, given to us as process 1 of a container.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(ended.si_pid, 0)


def _parts(options: Options) -> dict[str, list[str]]:
    parts = {"web server": web_command(options), "worker": worker_command()}
    if options.demo:
        parts["demo portals"] = manage("serve_demo_portals")
    return parts


def _load_demo(options: Options, logs: Path) -> None:
    if not options.demo:
        _step(4, "no demo network (DEMO=0)")
        return
    _step(4, "loading the demo network")
    run_to_end("load_demo", manage("load_demo"), logs, echo=True)


def _announce(options: Options, logs: Path) -> None:
    _say(f"\nThe network runs:  {options.address}/\nIts admin:         {options.address}/admin/\n")
    if options.demo:
        run_to_end("accounts", manage("load_demo", "--accounts"), logs, echo=True)
    _say(f"Logs: {logs}\nCtrl-C stops everything.\n")


def _popen(
    command: list[str], stdout: int | IO[bytes] | None, stderr: IO[bytes] | None
) -> subprocess.Popen[bytes]:
    # Its own session: Ctrl-C is for us, who stop the parts in good order. Should we be killed
    # outright, the kernel tells the part.
    leash = ["setpriv", "--pdeathsig", "TERM", "--"]
    return subprocess.Popen(  # noqa: S603
        [*leash, *command],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        start_new_session=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask the processes and their children to stop, and insist after STOP_SECONDS."""
    alive = [process for process in processes if process.poll() is None]
    for process in alive:
        os.killpg(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in alive:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _port(variable: str, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LaunchError(f"{variable}={text} is no port number: choose one from 1 to 65535.")
    return int(text)


def _step(number: int, what: str) -> None:
    _say(f"[{number}/{STEPS}] {what} ...\n")


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _stop(number: int, frame: FrameType | None) -> None:
    # Once: a second Ctrl-C must not interrupt the orderly end, which has its own time limits.
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, lambda number, frame: None)
    _say("\nStopping ...\n")
    raise Stopped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
