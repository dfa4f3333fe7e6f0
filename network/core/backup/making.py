"""Create a backup, in a folder that gets its final name only when it is complete."""

import contextlib
import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from ..disk import DiskFull, require_room
from ..stored_files import FolderStorage, MediaStorage, StoreAway, media_storage
from .contents import TableSums, hash_of, tables_of
from .errors import BackupError
from .objects import BackupFile, Objects
from .programs import Programs, server_version
from .vault import Vault, own_vault

FORMAT = 2
DUMP, CONTENTS, OBJECTS = "database.enc", "contents.enc", "objects.txt"
KEYS, MANIFEST = "keys.txt", "manifest.json"
PREFIX = "pbgdpl-"
KEYS_HEAD = "Keep these apart from this backup, in a safe place. Their values are not in it.\n\n"


def stored_places() -> dict[str, MediaStorage]:
    """Return the storages to back up, by their names in the backup."""
    heads = FolderStorage(location=settings.DECISION_HEADS_DIR)
    return {"media": media_storage(), "heads": heads}


def make_backup(*, into: Path, now: dt.datetime, beat: Callable[[str], None]) -> Path:
    """Create a backup and return its folder below `into`.

    Raises BackupError, and then leaves no incomplete backup. Calls `beat` with the progress at
    every step.
    """
    try:
        require_room(into)
    except DiskFull as error:
        raise BackupError(str(error)) from error
    programs, vault = Programs.of_server(), own_vault()
    name = f"{PREFIX}{now:%Y%m%d-%H%M%S}"
    with _one_line(), _becoming(into, name) as folder:
        tables = _dump(programs, vault, folder / DUMP, beat)
        # Files after the database, because each file is stored before the row that names it.
        files = _store_files(Objects(into, vault), beat)
        (folder / KEYS).write_text(KEYS_HEAD + _keys(), encoding="utf-8")
        names = sorted({file.name for stored in files.values() for file in stored})
        (folder / OBJECTS).write_text("".join(f"{each}\n" for each in names), encoding="utf-8")
        contents = {"tables": tables, "files": {k: _rows(v) for k, v in files.items()}}
        vault.encrypt([json.dumps(contents).encode()], folder / CONTENTS, label=CONTENTS)
        manifest = _manifest(folder, vault, now)
        text = json.dumps(manifest, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text, encoding="utf-8")
        for path in (*folder.iterdir(), folder):
            _sync(path)
    return into / name


_DUMP_OPTIONS = (
    *("--no-owner", "--no-privileges", "--compress=gzip:5"),
    # Counts and marks that must not outlive their day.
    "--no-unlogged-table-data",
)


@contextlib.contextmanager
def _becoming(into: Path, name: str) -> Iterator[Path]:
    """Yield a private folder that is renamed to `name` on success, or deleted on failure. Raises
    BackupError if the name is taken."""
    made, partial = into / name, into / f".{name}.partial"
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in (*into.glob(f".{PREFIX}*.partial"), *into.glob(f".{PREFIX}*.leaving")):
        # Left by killed processes: only one process at a time creates or removes backups.
        shutil.rmtree(left, ignore_errors=True)
    if made.exists():
        raise BackupError(f"{made} is there already.")
    partial.mkdir(mode=0o700)
    try:
        yield partial
        partial.rename(made)
        _sync(into)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _dump(programs: Programs, vault: Vault, path: Path, beat: Callable[[str], None]) -> TableSums:
    """Dump the database, and return its table checksums from the same snapshot.

    The dump is plain SQL without owners, readable by any newer PostgreSQL, and is written to disk
    encrypted only.
    """
    # A separate connection, because `beat` writes and this transaction is read-only.
    reading = connection.copy()
    try:
        with reading.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone() or ("",)
            pieces = programs.read("pg_dump", f"--snapshot={snapshot}", *_DUMP_OPTIONS)
            vault.encrypt(_counted(pieces, beat), path, label=DUMP)
            beat("counting rows")
            return tables_of(cursor)
    finally:
        reading.close()


def _counted(pieces: Iterator[bytes], beat: Callable[[str], None]) -> Iterator[bytes]:
    read = 0
    for piece in pieces:
        read += len(piece)
        beat(f"database: {read // 1024**2} MB")
        yield piece


def _store_files(objects: Objects, beat: Callable[[str], None]) -> dict[str, list[BackupFile]]:
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        beat(f"files: {done}")

    places = stored_places().items()
    return {name: objects.store_files(place, advance=advance) for name, place in places}


def _rows(files: list[BackupFile]) -> list[list[str]]:
    return [[file.path, file.sha256, file.name] for file in files]


def _keys() -> str:
    return "".join(f"{name}: {why}\n" for name, why in settings.KEYS_TO_KEEP.items())


def _manifest(folder: Path, vault: Vault, now: dt.datetime) -> dict[str, Any]:
    """Return the description of the backup, which reveals nothing about its content."""
    return {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "key": vault.fingerprint,
        "postgresql": server_version() // 10_000,
        "files": {name: hash_of(folder / name) for name in (DUMP, CONTENTS, OBJECTS, KEYS)},
    }


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{error.filename or 'The disk'}: {error.strerror}") from error
    except StoreAway as error:
        raise BackupError(f"The object store does not answer: {error}") from error
