"""The list of erasures beside the backups. Needs no Django, because the backup timer writes it.

One line per erasure: time in UTC, label, key. It contains no personal data.
"""

import datetime as dt
from pathlib import Path
from typing import Any

FILE_NAME = "erasures.txt"
_NOTES = "SELECT at AT TIME ZONE 'UTC', label, key FROM core_erasure"
_IS_THERE = "SELECT to_regclass('core_erasure') IS NOT NULL"
_PENDING = """
INSERT INTO core_erasure (at, label, key, pending) SELECT %s, %s, %s, true
 WHERE NOT EXISTS (SELECT FROM core_erasure WHERE label = %s AND key = %s AND NOT pending)
"""


def write_list(cursor: Any, folder: Path, *, keep_from: dt.datetime) -> None:
    """Add the database's erasures to the list in a folder, and drop lines older than `keep_from`.

    Does nothing if the database has no such table. Writes the file only if it has changed.
    """
    cursor.execute(_IS_THERE)
    if cursor.fetchone() != (True,):
        return
    cursor.execute(_NOTES)
    noted = {f"{at:%Y-%m-%dT%H:%M:%S}Z {label} {key}" for at, label, key in cursor.fetchall()}
    path = folder / FILE_NAME
    listed = _lines(path)
    first = f"{keep_from.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}Z"
    lines = sorted(line for line in noted | listed if line >= first)
    if set(lines) != listed:
        partial = path.with_name(f".{FILE_NAME}.partial")
        partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        partial.rename(path)


def mark_pending(cursor: Any, folder: Path, *, since: dt.datetime) -> int:
    """Mark in a restored database what was erased after `since`, to be erased again.

    Returns the number of such entries in the list; 0 if the database has no such table.
    """
    cursor.execute(_IS_THERE)
    if cursor.fetchone() != (True,):
        return 0
    first = f"{since.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}Z"
    entries = [line.split(" ", 2) for line in sorted(_lines(folder / FILE_NAME)) if line >= first]
    for at, label, key in entries:
        cursor.execute(_PENDING, [at, label, key, label, key])
    return len(entries)


def _lines(path: Path) -> set[str]:
    return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()
