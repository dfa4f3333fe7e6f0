"""Backup jobs for commands and the timer, run one at a time, with stored results."""

import datetime as dt
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ..backup_jobs import BackupJobKind
from ..erasures.services import forget_old_erasures
from .copying import copy_away
from .errors import BackupError
from .making import make_backup
from .rehearsing import SCRATCH, rehearse
from .restoring import write_erasures
from .retention import backups_in, remove_old_backups
from .runs import RunningJob, running
from .vault import Vault, own_vault


def back_up(into: Path, *, now: dt.datetime) -> Path:
    """Create a backup below a folder. Raises BackupError."""
    with running(BackupJobKind.BACKUP) as run:
        return _make(run, into, now=now)


def keep_backups() -> list[str]:
    """Create the daily backup in BACKUP_DIR, delete old ones, and copy all to the other machine.

    Returns one line for each action. Raises BackupError; if only the copy fails, the backup stays.
    """
    folder = own_folder()
    with running(BackupJobKind.BACKUP) as run:
        made = _make(run, folder, now=timezone.now())
        removed = remove_old_backups(folder, made=made, beat=run.beat)
    forget_old_erasures(now=timezone.now())
    return [str(made), *(f"{name}: deleted" for name in removed), *copy_backups()]


def _make(run: RunningJob, into: Path, *, now: dt.datetime) -> Path:
    made = make_backup(into=into, now=timezone.localtime(now), beat=run.beat)
    with connection.cursor() as cursor:
        write_erasures(cursor, into)
    run.succeed(name=made.name, size=sum(path.stat().st_size for path in made.iterdir()))
    return made


def copy_backups() -> list[str]:
    """Run BACKUP_COPY_COMMAND if it is set. Returns one line per action. Raises BackupError."""
    if not settings.BACKUP_COPY_COMMAND:
        return []
    folder = own_folder()
    with running(BackupJobKind.COPY) as run:
        # A killed rehearsal leaves an unencrypted database here, which must not be copied.
        shutil.rmtree(folder / SCRATCH, ignore_errors=True)
        program = copy_away(folder, beat=run.beat)
        run.succeed(name=next((each.name for each in reversed(backups_in(folder))), ""))
    return [f"copied by {program}"]


def rehearse_newest(folder: Path | None = None) -> str:
    """Rehearse the restore of a backup, by default the newest in BACKUP_DIR. Returns a summary.

    Raises BackupError for any difference.
    """
    if folder is None:
        backups = backups_in(own_folder())
        if not backups:
            raise BackupError(f"There is no backup in {own_folder()} to rehearse.")
        folder = backups[-1]
    with running(BackupJobKind.REHEARSAL) as run:
        said = rehearse(folder=folder, beat=run.beat)
        run.succeed(name=folder.name)
    return f"{folder.name}: {said}"


def confirm_key(typed: str) -> str:
    """Record that the backup key exists on paper, because it was typed. Returns its fingerprint.

    Raises BackupError if it is not the current key.
    """
    vault = own_vault()
    if Vault(typed).fingerprint != vault.fingerprint:
        raise BackupError(
            "This is another key. The backups that are made now need BACKUP_KEY, fingerprint"
            f" {vault.fingerprint}."
        )
    with running(BackupJobKind.KEY) as run:
        run.succeed(name=vault.fingerprint)
    return vault.fingerprint


def own_folder() -> Path:
    """Return BACKUP_DIR. Raises BackupError if it is not set."""
    if not settings.BACKUP_DIR:
        raise BackupError("BACKUP_DIR is not set: no folder for scheduled backups.")
    return Path(settings.BACKUP_DIR)
