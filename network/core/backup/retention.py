"""Which backups are kept: settings.BACKUP_KEEP says how many days, weeks and months."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from .making import OBJECTS, PREFIX
from .objects import remove_folder, remove_unused

_PERIODS = {"daily": "%Y-%m-%d", "weekly": "%G-%V", "monthly": "%Y-%m"}


def backups_in(folder: Path) -> list[Path]:
    """Return the whole backups of a folder, the oldest first."""
    return sorted(path for path in folder.glob(f"{PREFIX}*") if path.is_dir())


def moment_of(backup: Path) -> dt.datetime:
    """Return when a backup was made, by its name, in local time. Raises ValueError for others."""
    return dt.datetime.strptime(backup.name, f"{PREFIX}%Y%m%d-%H%M%S")  # noqa: DTZ007


def kept(backups: Iterable[Path], keep: dict[str, int]) -> set[Path]:
    """Choose the newest backup of each of the last days, weeks and months that have one."""
    newest_first = sorted(backups, key=moment_of, reverse=True)
    chosen: set[Path] = set()
    for period, form in _PERIODS.items():
        of_period: dict[str, Path] = {}
        for backup in newest_first:
            of_period.setdefault(f"{moment_of(backup):{form}}", backup)
        chosen.update(list(of_period.values())[: keep.get(period, 0)])
    return chosen | set(newest_first[:1])


def remove_old_backups(folder: Path) -> list[str]:
    """Delete the backups that are not kept, then the objects no backup names; return the names."""
    backups = backups_in(folder)
    keeping = kept(backups, settings.BACKUP_KEEP)
    leaving = [backup for backup in backups if backup not in keeping]
    for backup in leaving:
        remove_folder(backup)
    used: set[str] = set()
    for backup in backups_in(folder):
        used.update((backup / OBJECTS).read_text(encoding="utf-8").split())
    remove_unused(folder, used)
    return [backup.name for backup in leaving]
