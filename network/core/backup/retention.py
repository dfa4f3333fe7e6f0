"""Backup rotation: settings.BACKUP_KEEP gives the number of days, weeks and months to keep."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings

from .making import OBJECTS, PREFIX
from .objects import remove_folder, remove_unused

_NAME = re.compile(rf"{PREFIX}\d{{8}}-\d{{6}}")
# Keep all backups of a day, so that one made just before a restore does not replace the backup to
# be restored.
_ALL_KEPT = dt.timedelta(days=1)
_PERIODS = {"daily": "%Y-%m-%d", "weekly": "%G-%V", "monthly": "%Y-%m"}


def backups_in(folder: Path) -> list[Path]:
    """Return the complete backups of a folder, oldest first, without renamed ones."""
    return (
        sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_dir())
        if folder.is_dir()
        else []
    )


def moment_of(backup: Path) -> dt.datetime:
    """Return the local time in the backup's name. Raises ValueError for other names."""
    return dt.datetime.strptime(backup.name, f"{PREFIX}%Y%m%d-%H%M%S")  # noqa: DTZ007


def kept(backups: Iterable[Path], keep: dict[str, int]) -> set[Path]:
    """Return the newest backup of each of the last days, weeks and months that have one.

    Also returns all backups of the 24 hours before the newest.
    """
    newest_first = sorted(backups, key=moment_of, reverse=True)
    chosen: set[Path] = set()
    for period, form in _PERIODS.items():
        of_period: dict[str, Path] = {}
        for backup in newest_first:
            of_period.setdefault(f"{moment_of(backup):{form}}", backup)
        chosen.update(list(of_period.values())[: keep.get(period, 0)])
    since = moment_of(newest_first[0]) - _ALL_KEPT if newest_first else None
    return chosen | {backup for backup in newest_first if since and moment_of(backup) >= since}


def remove_old_backups(folder: Path, *, made: Path, beat: Callable[[str], None]) -> list[str]:
    """Delete old backups and unreferenced objects. Returns the names of the deleted backups.

    `made` is always kept, even if it looks old after a clock change. The caller must hold the
    lease, because the objects of another running backup are not referenced yet.
    """
    backups = backups_in(folder)
    keeping = {made, *kept(backups, settings.BACKUP_KEEP)}
    leaving = [backup for backup in backups if backup not in keeping]
    for backup in leaving:
        remove_folder(backup)
    used: set[str] = set()
    # Include backups that an administrator has renamed to keep them.
    for listed in folder.glob(f"*/{OBJECTS}"):
        used.update(listed.read_text(encoding="utf-8").split())
    remove_unused(folder, used, beat=beat)
    return [backup.name for backup in leaving]
