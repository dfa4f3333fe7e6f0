"""Upgrade the database to this release, or leave it exactly as it was."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from ..backup.contents import TableSums, tables_of
from ..backup.errors import BackupError
from ..backup.making import make_backup
from ..backup.restoring import restore_backup, resume, write_erasures
from ..backup.service import own_folder
from ..database_owner import as_owner
from . import maintenance
from .checks import check_room, fewer_rows, is_new_database, pending_migrations, prove
from .errors import NotRestoredError, UpgradeError
from .gate import application_kept_out

type Say = Callable[[str], None]


def upgrade(*, say: Say) -> None:
    """Migrate to this release behind the maintenance page, with checks and a backup.

    Raises UpgradeError or BackupError; the database is then as before, and the old release
    continues. After NotRestoredError the maintenance page stays.
    """
    with as_owner():
        plan = pending_migrations()
        if not plan or is_new_database():
            _migrate()
            maintenance.end_if_left(maintenance_file())
            return
        folder = own_folder()
        check_room(folder)
        _prove(say, before=True)
        say(f"{len(plan)} migrations: {', '.join(plan)}")
    page = maintenance_file()
    maintenance.begin(page)
    try:
        with as_owner(), application_kept_out():
            _migrate_or_restore(folder, say)
    except NotRestoredError:
        raise
    except BaseException:
        maintenance.end(page)
        raise
    say("The database is of this release. Start the web processes and the worker of it now.")


def maintenance_file() -> Path | None:
    """Return the flag file of the maintenance page, or None if no proxy checks it."""
    return Path(settings.MAINTENANCE_FILE) if settings.MAINTENANCE_FILE else None


def _migrate_or_restore(folder: Path, say: Say) -> None:
    """Back up, migrate and prove the database. If that fails, restore the backup and raise
    UpgradeError."""
    before = _tables()
    with connection.cursor() as cursor:
        write_erasures(cursor, folder)
    backup = make_backup(into=folder, now=timezone.localtime(), beat=lambda progress: None)
    say(f"Backup: {backup}")
    try:
        _migrate()
        _prove(say, before=False)
    except BaseException as error:
        say(f"Failed: {' '.join(str(error).split())}. Restoring the backup ...")
        _restore(backup)
        raise UpgradeError(
            f"Nothing was upgraded; the database is as it was in {backup.name}:"
            f" {' '.join(str(error).split()) or 'interrupted'}"
        ) from error
    for line in fewer_rows(before, _tables()):
        say(f"Fewer rows: {line}")


def _restore(backup: Path) -> None:
    connection.close()
    try:
        resume(restore_backup(folder=backup, overwrite=True, database_only=True))
    except BackupError as error:
        raise NotRestoredError(
            f"The migrations failed, and so did restoring {backup}: {error}. Restore it by hand;"
            " until then the maintenance page stays."
        ) from error


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _prove(say: Say, *, before: bool) -> None:
    for name in prove(before=before):
        say(f"Not checked before the migrations, whose tables it needs: {name}")


def _tables() -> TableSums:
    with transaction.atomic(), connection.cursor() as cursor:
        return tables_of(cursor)
