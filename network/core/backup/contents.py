"""Checksums of a database's content, to compare a restored copy with the original."""

import hashlib
from pathlib import Path

from django.db.backends.utils import CursorWrapper
from psycopg import Cursor, sql

type TableSums = dict[str, list[int | str]]

# Unlogged tables are not part of a backup.
_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence = 'p'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1, 2
"""
# Sum of row hashes, so that the order of the rows does not matter.
_SUM = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"


def tables_of(cursor: CursorWrapper | Cursor[tuple[object, ...]]) -> TableSums:
    """Return row count and checksum of each table. Any change of a row changes the checksum."""
    # The text form of timestamps and floats depends on session settings, so they are set here.
    cursor.execute("SET LOCAL TimeZone = 'UTC'")
    cursor.execute("SET LOCAL DateStyle = 'ISO, YMD'")
    cursor.execute("SET LOCAL extra_float_digits = 1")
    cursor.execute(_TABLES)
    found: TableSums = {}
    for schema, table in cursor.fetchall():
        cursor.execute(sql.SQL(_SUM).format(sql.Identifier(str(schema), str(table))))
        found[f"{schema}.{table}"] = list(cursor.fetchone() or ())  # type: ignore[arg-type]
    return found


def differing_tables(wanted: TableSums, found: TableSums) -> list[str]:
    """Return the names of tables whose content differs."""
    return sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name))


def files_below(folder: Path) -> list[Path]:
    """Return all files below a folder, sorted by path, or [] if the folder does not exist."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
