"""What every test gets: a database of the project's own, a browser, and no way out to the network.

Loaded by name (`-p tests.plugin`), so it acts before Django's settings are read.
"""

import atexit
import contextlib
import fcntl
import gc
import hashlib
import os
import random
import shutil
import socket
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from network.core.catalogues import CatalogueError, compile_catalogues
from network.core.postgres import APPLICATION_ROLE, Cluster, ClusterError

from .days import SHIFTED

ROOT = Path(__file__).resolve().parent.parent
ISOLATION = ROOT / "tests" / "tenancy"
STATE_DIR = Path(os.environ.get("PBGDPL_STATE_DIR") or ROOT / ".state")
# The first one draws nothing that nobody sees, and takes a third less time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Under which the counts of all personas together are printed.
EVERYBODY = "in all"
HELD = contextlib.ExitStack()
atexit.register(HELD.close)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the test database before pytest-django reads the settings; workers inherit it."""
    # Importing Django and the tests makes millions of objects and leaves no garbage.
    gc.set_threshold(1_000_000, 50, 50)
    try:
        compile_catalogues(ROOT)
        if not os.environ.get("DATABASE_URL"):
            cluster = HELD.enter_context(Cluster(STATE_DIR / "test-postgres", durable=False).use())
            name = _claim_database(cluster)
            cluster.create_application_role()
            os.environ["DATABASE_URL"] = cluster.url(name, role=APPLICATION_ROLE)
            os.environ["DATABASE_OWNER_URL"] = cluster.url(name)
    except (ClusterError, CatalogueError) as error:
        raise pytest.UsageError(str(error)) from error


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip by name what asks a program that is not here, or fail if it was promised."""
    if item.get_closest_marker("browser") and browser_path() is None:
        reason = f"no browser found: none of {', '.join(BROWSERS)} is on the PATH"
        _skip(reason, promised="REQUIRE_BROWSER")
    if item.get_closest_marker("office") and shutil.which("soffice") is None:
        _skip("no LibreOffice found: soffice is not on the PATH", promised="REQUIRE_OFFICE")
    if item.get_closest_marker("real_clock") and SHIFTED in os.environ:
        # While PostgreSQL waits, libfaketime shows its timers the unmoved clock: none is due ever.
        pytest.skip("the clock is moved")


def _skip(reason: str, *, promised: str) -> None:
    if os.environ.get(promised) == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the order be one of chance, to find what a test leaves behind for the next."""
    parser.addoption("--shuffle", type=int, metavar="SEED", help="shuffle modules and their tests")


# First, so that pytest afterwards brings together what shares a parameter of a module's fixture.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort the files, whole, in the order in which the processes should take them.

    1. One long file: the process that takes it makes the database.
    2. Files without a database, which the other processes run meanwhile.
    3. The other long files, so that no process is left with one when the others have ended.
    4. The other isolation tests: their fixture of a whole package takes 10 CPU seconds, and is
       built again after every file from elsewhere.
    5. All others, and browser tests last. From the first browser test on, an event loop stays in
       the thread, beside which asyncio.run() and Django's async_to_sync refuse to work.
    """
    seed = config.getoption("--shuffle")
    if seed is not None:
        chance = random.Random(seed)  # noqa: S311
        places = {path: chance.random() for path in dict.fromkeys(item.path for item in items)}
        items.sort(key=lambda item: (places[item.path], chance.random()))
    long, browser, database = (
        {item.path for item in items if _is_marked(item, name)}
        for name in ("long", "browser", "django_db")
    )
    database |= {item.path for item in items if "django_db_setup" in item.fixturenames}
    first = next((item.path for item in items if item.path in (long & database) - browser), None)

    ranks = {
        path: (
            path in browser,
            path != first,
            path in database,
            path not in long,
            not path.is_relative_to(ISOLATION),
        )
        for path in {item.path for item in items}
    }
    items.sort(key=lambda item: ranks[item.path])


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays anyway: modules, tests, templates."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _is_marked(item: pytest.Item, name: str) -> bool:
    return item.get_closest_marker(name) is not None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests/tenancy counted, each persona's and all; reports bring it from workers.

    Here, since the one who prints under xdist collects no tests and loads none of their conftests.
    """
    counts = _isolation_counts(
        terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    )
    if counts:
        terminalreporter.write_sep("-", "isolation of agencies")
    for who in sorted(counts, key=lambda name: name == EVERYBODY):
        (leaked, asked), (passed, tried) = counts[who]["leaked"], counts[who]["passed"]
        terminalreporter.write_line(
            f"{who}: {leaked} of {asked} requests leaked, {passed} of {tried} writes passed"
        )


def _isolation_counts(reports: list[Any]) -> dict[str, dict[str, list[int]]]:
    """Return {who: {"leaked" | "passed": [found, tried]}} of what tests recorded as properties."""
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for report in reports:
        if getattr(report, "when", "") != "call":
            continue
        for kind, value in report.user_properties:
            if kind in ("leaked", "passed"):
                persona, found, tried = value
                for who in (persona, EVERYBODY):
                    counts[who][kind][0] += found
                    counts[who][kind][1] += tried
    return counts


def browser_path() -> str | None:
    """Return the first chromium on the PATH."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A launched playwright browser; the test opens its own context or page in it."""
    from django.db import connections
    from playwright.sync_api import expect, sync_playwright

    # As patient as every other step: its own five seconds are few while other tests run.
    expect.set_options(timeout=30_000)
    # Playwright's synchronous interface keeps an event loop in this thread, and Django refuses
    # its ORM wherever it sees one; the tests use the ORM between two steps of the browser, never
    # at the same time.
    unsafe = pytest.MonkeyPatch()
    unsafe.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(),
            args=list(BROWSER_ARGUMENTS),
            # Under a moved clock (tests/days.py) a browser starts so slowly that tests time out.
            env={name: text for name, text in os.environ.items() if name != "LD_PRELOAD"},
        )
        yield browser
        browser.close()
        # Opened beside the loop, it is not found any more once the loop is gone.
        connections.close_all()
    unsafe.undo()


@pytest.fixture
def roomy_folder() -> Iterator[Path]:
    """An empty folder that other accounts may enter too.

    Where root cannot make a user namespace, PostgreSQL runs as `nobody`; pytest's own
    temporary folders are closed to it.
    """
    with _open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def roomy_folder_for_module() -> Iterator[Path]:
    """The same, kept for all tests of a module."""
    with _open_folder() as folder:
        yield folder


@pytest.fixture(scope="session", autouse=True)
def no_way_out() -> Iterator[None]:
    """Forbid sockets to anything but this machine; names of other machines do not resolve."""
    patch = pytest.MonkeyPatch()
    for method in ("connect", "connect_ex"):
        patch.setattr(socket.socket, method, _guarded(getattr(socket.socket, method)))
    patch.setattr(socket, "getaddrinfo", _local_names_only(socket.getaddrinfo))
    yield
    patch.undo()


@contextlib.contextmanager
def _open_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pbgdpl-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(sock: socket.socket, address: Any) -> Any:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
            # Not an OSError: code that forgives a failing network must not hide this.
            pytest.fail(f"a test reached out to {address[0]}: tests stay on this machine")
        return connect(sock, address)

    return guarded


def _local_names_only(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def resolved(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or _is_local(name) or _is_address(name):
            return resolve(host, *arguments, **options)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    return resolved


def _is_local(host: str) -> bool:
    return host in ("localhost", "::1", "") or host.startswith("127.")


def _is_address(name: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        with contextlib.suppress(OSError):
            socket.inet_pton(family, name)
            return True
    return False


def _claim_database(cluster: Cluster) -> str:
    """Return a name that no other test run on this tree is using, and that a kept database
    bears only if it was made by the migrations of today."""
    for number in range(100):
        lock = (STATE_DIR / f"test-run-{number}.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        HELD.enter_context(lock)
        name = f"pbgdpl_{number}_{_migrations_checksum()}"
        _drop_outdated(cluster, f"test_pbgdpl_{number}_", f"test_{name}")
        return name
    raise ClusterError("A hundred test runs are under way on this folder: wait for one to end.")


def _drop_outdated(cluster: Cluster, prefix: str, kept: str) -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall():
            if name.startswith(prefix) and not name.startswith(kept):
                connection.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                )


def _migrations_checksum() -> str:
    digest = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for package in ("network", "sites", "legal_updates", "aggregator"):
        for path in sorted((ROOT / package).glob("**/migrations/*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
