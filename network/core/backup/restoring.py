"""Restore a backup: all of it, proved, or nothing."""

import contextlib
import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from .contents import files_below, hash_of, media_of_folder, tables_of
from .making import DUMP, MANIFEST, MEDIA
from .programs import BackupError, Programs

_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
ARRIVING = ".restoring"


def restore_backup(*, folder: Path, overwrite: bool) -> dict[str, Any]:
    """Put the backup in the place of this installation's data; return its manifest.

    Raises BackupError: nothing is changed for a damaged backup, for data that is here unless
    `overwrite`, and while the network runs.
    """
    manifest = _sound_manifest(folder)
    programs = Programs()
    if programs.major != manifest["postgresql"]:
        raise BackupError(
            f"The backup is of PostgreSQL {manifest['postgresql']}, this server is "
            f"PostgreSQL {programs.major}."
        )
    _check_place(overwrite=overwrite)
    media = Path(settings.MEDIA_ROOT)
    with _one_line(), _arriving(media) as arriving:
        with tarfile.open(folder / MEDIA) as tar:
            tar.extractall(arriving, filter="data")
        script = arriving.with_name(f"{ARRIVING}.sql")
        try:
            _restore_database(programs, folder / DUMP, script)
        finally:
            script.unlink(missing_ok=True)
        _move_in(arriving, media)
    _prove(manifest, media)
    return manifest


def _sound_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a backup whose files are as they were written."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        hashes = manifest["files"].items()
        damaged = [name for name, digest in hashes if hash_of(folder / name) != digest]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder} is no whole backup: {error}") from error
    if damaged:
        raise BackupError(f"{folder} is damaged: {', '.join(damaged)} is not as it was written.")
    return manifest


def _check_place(*, overwrite: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        (others,) = cursor.fetchone() or (0,)
        tables = connection.introspection.table_names(cursor)
    if others:
        raise BackupError(f"{others} others use the database: stop the network first.")
    if not overwrite and (tables or files_below(Path(settings.MEDIA_ROOT))):
        raise BackupError(
            "There is data here already. To lose it and take the backup's, add --overwrite."
        )


@contextlib.contextmanager
def _arriving(media: Path) -> Iterator[Path]:
    """Give an empty folder on the disk of the media, which is gone afterwards."""
    media.mkdir(parents=True, exist_ok=True)
    folder = media / ARRIVING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _restore_database(programs: Programs, dump: Path, script: Path) -> None:
    """Take everything away and bring everything in, in one transaction."""
    programs.run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    connection.close()
    programs.run(
        "psql",
        *("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        "--command=DROP SCHEMA public CASCADE; CREATE SCHEMA public;",
        f"--file={script}",
    )


def _move_in(arriving: Path, media: Path) -> None:
    for old in media.iterdir():
        if old != arriving:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for new in arriving.iterdir():
        new.rename(media / new.name)


def _prove(manifest: dict[str, Any], media: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        tables = tables_of(cursor)
    wanted = manifest["tables"]
    different = sorted(name for name in {*wanted, *tables} if wanted.get(name) != tables.get(name))
    if different:
        raise BackupError(f"Restored, but these tables differ: {', '.join(different)}")
    found = media_of_folder(media)
    if {"files": found.files, "sha256": found.sha256} != manifest["media"]:
        raise BackupError("Restored, but the media differ from those that were backed up.")


@contextlib.contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except (OSError, tarfile.TarError) as error:
        raise BackupError(" ".join(str(error).split())) from error
