"""PostgreSQL's client programs, in the major version of the server, as pg_dump may refuse
others."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from ..postgres import ClusterError, binaries
from .errors import BackupError

# Django database options and their libpq environment variables.
_OPTIONS = ("connect_timeout", "sslmode", "sslrootcert", "sslcert", "sslkey")

PIECE = 1024 * 1024


class Programs:
    """pg_dump and psql from one folder, for one database."""

    def __init__(self, folder: Path, database: dict[str, Any]) -> None:
        self.folder = folder
        self.database = database

    @classmethod
    def of_server(cls) -> "Programs":
        """Find the programs that fit the server Django is connected to.

        Raises BackupError if no programs of its major version are installed.
        """
        major = server_version() // 10_000
        folder = next((each for each in _folders(major) if _fits(each, major)), None)
        if folder is None:
            raise BackupError(
                f"The server is PostgreSQL {major} and no pg_dump of that version is here: "
                f"apt-get install postgresql-client-{major}"
            )
        return cls(folder, connection.settings_dict)

    def run(self, program: str, *arguments: str) -> None:
        """Run a program on the database. Raises BackupError with the program's error message."""
        with self._started(program, arguments, subprocess.DEVNULL, subprocess.DEVNULL):
            pass

    def read(self, program: str, *arguments: str) -> Iterator[bytes]:
        """Yield the output of a program. Raises BackupError at the end if the program failed."""
        with self._started(program, arguments, subprocess.DEVNULL, subprocess.PIPE) as process:
            assert process.stdout is not None  # noqa: S101
            while piece := process.stdout.read(PIECE):
                yield piece

    def feed(self, pieces: Iterable[bytes], program: str, *arguments: str) -> None:
        """Pipe the pieces into a program, which is killed before the end if reading them fails.

        Raises BackupError if the program failed, and any exception from reading the pieces.
        """
        with self._started(program, arguments, subprocess.PIPE, subprocess.DEVNULL) as process:
            assert process.stdin is not None  # noqa: S101
            # A failed program stops reading. Its error message is reported at the end.
            with contextlib.suppress(BrokenPipeError):
                for piece in pieces:
                    process.stdin.write(piece)
                process.stdin.close()

    @contextlib.contextmanager
    def _started(
        self, program: str, arguments: tuple[str, ...], stdin: int, stdout: int
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Start a program, yield its process, and wait for it. Raises BackupError with its last
        words if it fails; it is killed if the block raises."""
        with tempfile.TemporaryFile() as complaints:
            process = subprocess.Popen(  # noqa: S603
                [str(self.folder / program), *arguments],
                stdin=stdin,
                stdout=stdout,
                stderr=complaints,
                env=_environment(self.database),
            )
            try:
                yield process
                process.wait()
            finally:
                process.kill()
                process.wait()
                _close_pipes(process)
            if process.returncode:
                complaints.seek(0)
                said = complaints.read().decode(errors="replace")
                raise BackupError(f"{program} failed: {_reason(said)}")


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in filter(None, (process.stdin, process.stdout)):
        # Data that a killed program has not read cannot be flushed.
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


def _reason(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower()] or lines or ["no reason"]
    return telling[0]


def server_version() -> int:
    """Return the version number of the connected server, such as 180001."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        (number,) = cursor.fetchone() or (0,)
    return int(number)


def _folders(major: int) -> Iterator[Path]:
    with contextlib.suppress(ClusterError):
        yield binaries()
    yield Path(f"/usr/lib/postgresql/{major}/bin")
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent


def _fits(folder: Path, major: int) -> bool:
    try:
        said = subprocess.run(  # noqa: S603
            [str(folder / "pg_dump"), "--version"], check=True, capture_output=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    found = re.search(r"(\d+)", said)
    return found is not None and int(found[1]) == major


def _environment(database: dict[str, Any]) -> dict[str, str]:
    """Return the environment with database address and password, which the process list does not
    show."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    options = {f"PG{key.upper()}": database["OPTIONS"].get(key) for key in _OPTIONS}
    return environ | {"LC_ALL": "C"} | {k: str(v) for k, v in (named | options).items() if v}
