"""Rehearse a restore into a temporary PostgreSQL server.

Needs only the backup and its key, and does not touch the running network. The server comes from the
installed wheel, so its major version may be newer than that of the network's server.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from django.conf import settings

from ..postgres import PORT, SUPERUSER, Cluster, ClusterError, binaries
from ..registry import Registry
from .contents import differing_tables, tables_of
from .errors import BackupError
from .programs import Programs
from .reading import OpenBackup, open_backup
from .restoring import EMPTY, PSQL

# Management commands that verify a database, by a name for messages. A rehearsal directs them to
# the temporary copy with DATABASE_URL and DECISION_HEADS_DIR.
PROOFS: Registry[tuple[str, ...]] = Registry("proof of a restored database")
SCRATCH = ".rehearsal"
DATABASE = "rehearsal"


def rehearse(*, folder: Path, beat: Callable[[str], None]) -> str:
    """Restore a backup for trial, and return a one-line summary of the verified content.

    Compares every row and every file with the backup, then runs all PROOFS. Raises BackupError for
    any difference.
    """
    backup = open_backup(folder)
    with _scratch(folder.parent) as scratch:
        heads = scratch / "heads"
        for name, stored in backup.files.items():
            for number, file in enumerate(stored, 1):
                backup.check_file(file)
                beat(f"{name}: {number} of {len(stored)} files")
        backup.unpack("heads", heads, advance=lambda: None)
        backup.check_dump()
        with _server(scratch) as cluster:
            _restore(backup, cluster, beat)
            for name, command in PROOFS.items():
                _run_proof(name, command, cluster.url(DATABASE), heads, beat)
    rows = sum(int(count) for count, _ in backup.tables.values())
    files = sum(len(stored) for stored in backup.files.values())
    return f"{rows} rows in {len(backup.tables)} tables and {files} files, each as it was"


@contextlib.contextmanager
def _scratch(backups: Path) -> Iterator[Path]:
    """Yield a private temporary folder on the disk of the backups."""
    folder = backups / SCRATCH
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _server(scratch: Path) -> Iterator[Cluster]:
    cluster = Cluster(scratch / "postgres", durable=False)
    try:
        with cluster.use():
            cluster.create_database(DATABASE)
            yield cluster
    except ClusterError as error:
        raise BackupError(f"The rehearsal has no database: {error}") from error


def _restore(backup: OpenBackup, cluster: Cluster, beat: Callable[[str], None]) -> None:
    """Restore the backup's database into `cluster` and compare the tables. Raises BackupError if
    they differ."""

    def counted() -> Iterator[bytes]:
        for piece in backup.sql():
            beat("restoring the database")
            yield piece

    address = {
        "HOST": str(cluster.socket_dir),
        "PORT": str(PORT),
        "USER": SUPERUSER,
        "PASSWORD": "",
        "NAME": DATABASE,
        "OPTIONS": {},
    }
    Programs(binaries(), address).feed(counted(), "psql", *PSQL, EMPTY, "--file=-")
    with psycopg.connect(cluster.url(DATABASE)) as connection, connection.cursor() as cursor:
        different = differing_tables(backup.tables, tables_of(cursor))
    if different:
        raise BackupError(f"Rehearsed, but these tables differ: {', '.join(different)}")


def _run_proof(
    name: str, command: tuple[str, ...], url: str, heads: Path, beat: Callable[[str], None]
) -> None:
    """Run a management command against the rehearsed database. Raises BackupError with its last
    line if it fails."""
    beat(f"proving {name}")
    manage = settings.BASE_DIR / "manage.py"
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(manage), *command],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        env=os.environ
        | {
            "DATABASE_URL": url,
            "DATABASE_OWNER_URL": url,
            "DECISION_HEADS_DIR": str(heads),
        },
    )
    if done.returncode:
        reason = next(iter(done.stderr.strip().splitlines()[-1:]), "no reason")
        raise BackupError(f"Rehearsed, but {name} could not be proved: {reason}")
