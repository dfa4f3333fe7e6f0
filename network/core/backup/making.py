"""Make a backup: a folder that has its name only once it is whole."""

import contextlib
import datetime as dt
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from .contents import files_below, hash_of, media_of_tar, tables_of
from .programs import BackupError, Programs

DUMP, MEDIA, KEYS, MANIFEST = "database.dump", "media.tar", "keys.txt", "manifest.json"
KEYS_HEAD = "Keep these apart from this backup, in a safe place. Their values are not in it.\n\n"


def make_backup(*, into: Path, now: dt.datetime) -> Path:
    """Return the new backup, a folder below `into`. Raises BackupError and leaves nothing."""
    programs = Programs()
    name = f"pbgdpl-{now:%Y%m%d-%H%M%S}"
    with _one_line(), _becoming(into, name) as folder:
        tables = _dump(programs, folder / DUMP)
        # After the database: a file is stored before the row that names it.
        _pack_media(folder / MEDIA)
        (folder / KEYS).write_text(KEYS_HEAD + _keys(), encoding="utf-8")
        manifest = _manifest(folder, tables, now) | {"postgresql": programs.major}
        text = json.dumps(manifest, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text, encoding="utf-8")
        for path in (*folder.iterdir(), folder):
            _sync(path)
    return into / name


@contextlib.contextmanager
def _becoming(into: Path, name: str) -> Iterator[Path]:
    """Give a private folder that is renamed to `name` in the end, or goes."""
    made, partial = into / name, into / f".{name}.partial"
    into.mkdir(parents=True, exist_ok=True)
    if made.exists():
        raise BackupError(f"{made} is there already.")
    partial.mkdir(mode=0o700)
    try:
        yield partial
        partial.rename(made)
        _sync(into)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _dump(programs: Programs, path: Path) -> dict[str, list[int | str]]:
    """Dump the database, and return what is in it at that very moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
        programs.run(
            "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", f"--file={path}"
        )
        return tables_of(cursor)


def _pack_media(path: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    with tarfile.open(path, "w") as tar:
        for each in files_below(root):
            # Deleted while we pack: then no row names it any more.
            with contextlib.suppress(FileNotFoundError):
                tar.add(each, arcname=str(each.relative_to(root)), recursive=False)


def _keys() -> str:
    return "".join(f"{name}: {why}\n" for name, why in settings.KEYS_TO_KEEP.items())


def _manifest(folder: Path, tables: dict[str, list[int | str]], now: dt.datetime) -> dict[str, Any]:
    media = media_of_tar(folder / MEDIA)
    return {
        "made_at": now.isoformat(timespec="seconds"),
        "files": {name: hash_of(folder / name) for name in (DUMP, MEDIA, KEYS)},
        "media": {"files": media.files, "sha256": media.sha256},
        "tables": tables,
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
