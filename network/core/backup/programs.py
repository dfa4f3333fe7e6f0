"""PostgreSQL's own programs, of the server's very version: another one's dump may not go back."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from ..postgres import ClusterError, binaries

# What of Django's options libpq knows by an environment variable.
_OPTIONS = ("connect_timeout", "sslmode", "sslrootcert", "sslcert", "sslkey")


class BackupError(Exception):
    """Nothing was backed up or restored; the message is one English line that says why."""


class Programs:
    """pg_dump, pg_restore and psql for the server that Django is connected to."""

    def __init__(self) -> None:
        self.major = _server_version() // 10_000
        self.folder = next((each for each in _folders(self.major) if _fits(each, self.major)), None)
        if self.folder is None:
            raise BackupError(
                f"The server is PostgreSQL {self.major} and no pg_dump of that version is here: "
                f"apt-get install postgresql-client-{self.major}"
            )

    def run(self, program: str, *arguments: str) -> None:
        """Run a program on the database; BackupError with its own reason."""
        assert self.folder is not None  # noqa: S101
        done = subprocess.run(  # noqa: S603
            [str(self.folder / program), *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env=_environment(connection.settings_dict),
        )
        if done.returncode:
            lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
            telling = [line for line in lines if "error" in line.lower()] or lines or ["no reason"]
            raise BackupError(f"{program} failed: {telling[0]}")


def _server_version() -> int:
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
    """Return where the database is and its password, which no list of processes shows here."""
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
