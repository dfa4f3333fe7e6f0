"""What is in a database and in the media, as numbers that a restored copy must show again."""

import hashlib
import tarfile
from dataclasses import dataclass
from pathlib import Path

from django.db.backends.utils import CursorWrapper
from psycopg import sql

_TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1, 2
"""
# Rows as text, added up: the order in which they lie does not count.
_SUM = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"


@dataclass(frozen=True, slots=True)
class MediaSum:
    """How many files there are, and one hash over their names and contents."""

    files: int
    sha256: str


def tables_of(cursor: CursorWrapper) -> dict[str, list[int | str]]:
    """Return of each table how many rows it has, and one number that any change in them changes."""
    # How timestamps and floats look as text depends on the session: fix it.
    cursor.execute("SET LOCAL TimeZone = 'UTC'")
    cursor.execute("SET LOCAL DateStyle = 'ISO, YMD'")
    cursor.execute("SET LOCAL extra_float_digits = 1")
    cursor.execute(_TABLES)
    found: dict[str, list[int | str]] = {}
    for schema, table in cursor.fetchall():
        cursor.execute(sql.SQL(_SUM).format(sql.Identifier(schema, table)))
        found[f"{schema}.{table}"] = list(cursor.fetchone() or ())
    return found


def media_of_tar(path: Path) -> MediaSum:
    lines = []
    with tarfile.open(path) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content:
                digest = hashlib.file_digest(content, "sha256")  # type: ignore[arg-type]
                lines.append(f"{member.name} {digest.hexdigest()}")
    return _sum(lines)


def media_of_folder(folder: Path) -> MediaSum:
    """Return the sum of the files in a folder."""
    return _sum([f"{path.relative_to(folder)} {hash_of(path)}" for path in files_below(folder)])


def files_below(folder: Path) -> list[Path]:
    """Return all files below a folder, in the order of their names; none where it is not there."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def hash_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sum(lines: list[str]) -> MediaSum:
    text = "\n".join(sorted(lines))
    return MediaSum(len(lines), hashlib.sha256(text.encode()).hexdigest())
