"""Which backups are kept: settings.BACKUP_KEEP says how many days, weeks and months."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings

from .making import OBJECTS, PREFIX
from .objects import remove_folder, remove_unused

_NAME = re.compile(rf"{PREFIX}\d{{8}}-\d{{6}}")
# One that somebody makes just before a restore must not take the place of the one to be restored.
_ALL_KEPT = dt.timedelta(days=1)
_PERIODS = {"daily": "%Y-%m-%d", "weekly": "%G-%V", "monthly": "%Y-%m"}


def backups_in(folder: Path) -> list[Path]:
    """Return the whole backups of a folder, the oldest first; not what somebody has renamed."""
    return (
        sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_dir())
        if folder.is_dir()
        else []
    )


def moment_of(backup: Path) -> dt.datetime:
    """Return when a backup was made, by its name, in local time. Raises ValueError for others."""
    return dt.datetime.strptime(backup.name, f"{PREFIX}%Y%m%d-%H%M%S")  # noqa: DTZ007


def kept(backups: Iterable[Path], keep: dict[str, int]) -> set[Path]:
    """Choose the newest backup of each of the last days, weeks and months that have one.

    Of the last 24 hours before the newest one all stay.
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
    """Delete the backups that are not kept, then the objects no backup names; return the names.

    The one that was just made stays, also where a clock was put back and it looks old. Only for
    whoever holds the lease of the backups: another one's objects are not named yet.
    """
    backups = backups_in(folder)
    keeping = {made, *kept(backups, settings.BACKUP_KEEP)}
    leaving = [backup for backup in backups if backup not in keeping]
    for backup in leaving:
        remove_folder(backup)
    used: set[str] = set()
    # Also of a backup that somebody keeps under another name.
    for listed in folder.glob(f"*/{OBJECTS}"):
        used.update(listed.read_text(encoding="utf-8").split())
    remove_unused(folder, used, beat=beat)
    return [backup.name for backup in leaving]
