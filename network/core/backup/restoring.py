"""Restore a backup completely and verified, or not at all."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from ..database_owner import (
    create_application_role,
    has_own_role,
    other_sessions,
    protect_tables,
)
from ..erasures.lists import mark_pending, write_list
from ..stored_files import StoreAway, media_storage
from .contents import differing_tables, files_below, tables_of
from .errors import BackupError
from .media_files import arriving_media, prove_media
from .programs import Programs
from .reading import OpenBackup, open_backup

# Tolerance between the clocks of the database, which dates erasures, and of this machine, which
# dates backups.
CLOCKS_DIFFER = dt.timedelta(minutes=5)
PSQL = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
EMPTY = "--command=DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


def restore_backup(*, folder: Path, overwrite: bool, database_only: bool = False) -> OpenBackup:
    """Replace this installation's data with that of the backup, which is returned.

    `database_only` leaves the files alone, for callers that know they are unchanged. Raises
    BackupError without changing anything if the backup is damaged, if there is data and `overwrite`
    is not set, or if the network is running.
    """
    backup = open_backup(folder)
    backup.check_dump()
    programs = Programs.of_server()
    _check_place(overwrite=overwrite)
    with connection.cursor() as cursor:
        write_erasures(cursor, folder.parent)
    connection.close()
    if database_only:
        _restore_database(programs, backup)
        return backup
    with _one_line(), arriving_media(backup) as put_in_place:
        _restore_database(programs, backup)
        put_in_place()
        _keep_newer_heads(backup)
    prove_media(backup)
    return backup


def _restore_database(programs: Programs, backup: OpenBackup) -> None:
    """Replace the whole database in one transaction, then compare the rows with the backup. Raises
    BackupError naming the tables that differ."""
    programs.feed(backup.sql(), "psql", *PSQL, EMPTY, "--file=-")
    with transaction.atomic(), connection.cursor() as cursor:
        different = differing_tables(backup.tables, tables_of(cursor))
    if different:
        raise BackupError(f"Restored, but these tables differ: {', '.join(different)}")


def resume(backup: OpenBackup) -> int:
    """Prepare the restored database for the application. Returns the number of erasures to repeat.

    A backup contains no grants, and on a new machine the application's role does not exist yet.
    """
    with connection.cursor() as cursor:
        pending = mark_erasures(cursor, backup)
        if has_own_role():
            create_application_role(cursor)
        protect_tables(cursor)
    return pending


def mark_erasures(cursor: CursorWrapper, backup: OpenBackup) -> int:
    """Mark in the restored database what was erased since the backup. Returns how many entries.

    The list beside the backup contains the erasures noted in the lost database as well. Also ends
    the lease of the backup job, which is part of its own backup.
    """
    cursor.execute("SELECT to_regclass('core_backupjob') IS NOT NULL")
    if cursor.fetchone() != (True,):
        # Backup of an older release without these tables, made by an upgrade.
        return 0
    cursor.execute("UPDATE core_backupjob SET leased_until = NULL, progress = ''")
    since = dt.datetime.fromisoformat(backup.made_at) - CLOCKS_DIFFER
    return mark_pending(cursor, backup.folder.parent, since=since)


def write_erasures(cursor: CursorWrapper, folder: Path) -> None:
    """Update the list of erasures beside the backups."""
    since = timezone.now() - dt.timedelta(days=settings.ERASURES_KEEP_DAYS)
    write_list(cursor, folder, keep_from=since)


def _check_place(*, overwrite: bool) -> None:
    with connection.cursor() as cursor:
        others = other_sessions(cursor)
        tables = connection.introspection.table_names(cursor)
    if others:
        raise BackupError(f"{others} others use the database: stop the network first.")
    if not overwrite and (tables or any(media_storage().names())):
        raise BackupError(
            "There is data here already. To lose it and take the backup's, add --overwrite."
        )


def _keep_newer_heads(backup: OpenBackup) -> None:
    """Restore the signed heads only if there are none, since existing heads are newer."""
    heads = Path(settings.DECISION_HEADS_DIR)
    if not files_below(heads):
        backup.unpack("heads", heads, advance=lambda: None)


@contextlib.contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except (OSError, StoreAway) as error:
        raise BackupError(" ".join(str(error).split())) from error
