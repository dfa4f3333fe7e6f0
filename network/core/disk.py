"""Disk usage, and refusal of new files on a nearly full disk.

Uploads, fetches of sources, conversions, prints and backups stop at DISK_REFUSAL_PERCENT, so that
PostgreSQL has room left and users can still read and write texts.
"""

import datetime as dt
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate import RetryStrategy

from .system_checks.findings import SystemCheck, SystemFinding, failing, good, warning

# Retry interval for tasks that store files.
_TRY_AGAIN_SECONDS = 600
FULL = gettext_lazy(
    "The disk of the server is nearly full, so no files are accepted at the moment. You can go on"
    " reading and writing texts. Please tell the administrators of the network."
)


class DiskFull(Exception):
    """The disk is too full to store files."""

    def __init__(self) -> None:
        super().__init__(str(FULL))


WAIT_FOR_ROOM = RetryStrategy(
    max_attempts=10_000, wait=_TRY_AGAIN_SECONDS, retry_exceptions=[DiskFull]
)


def used_percent(folder: Path) -> float:
    """Return the used part of a folder's disk in per cent, computed as `df` does."""
    while not folder.exists():
        folder = folder.parent
    disk = os.statvfs(folder)
    used = disk.f_blocks - disk.f_bfree
    return 100 * used / max(used + disk.f_bavail, 1)


def fullest(folders: Iterable[Path] = ()) -> float:
    """Return the usage in per cent of the fullest disk among `folders`, by default all we store
    in."""
    return max(map(used_percent, folders or stored_in()))


def stored_in() -> list[Path]:
    """Return the folders in which files are stored."""
    folders = [Path(settings.STATE_DIR), Path(tempfile.gettempdir())]
    return [Path(settings.MEDIA_ROOT), *folders] if settings.MEDIA_IN == "folder" else folders


def is_full() -> bool:
    """Return whether new files are refused now."""
    return fullest() >= settings.DISK_REFUSAL_PERCENT


def require_room(*folders: Path) -> None:
    """Raise DiskFull if files are refused in these folders, or by default anywhere."""
    if fullest(folders) >= settings.DISK_REFUSAL_PERCENT:
        raise DiskFull


def refuse_upload() -> None:
    """Raise ValidationError if uploads are refused now."""
    if is_full():
        raise ValidationError(str(FULL), code="disk_full")


def check_disk(now: dt.datetime) -> SystemFinding:
    """Compare the usage of the fullest disk with the two thresholds."""
    percent = fullest()
    figures = {"used_percent": round(percent, 1)}
    value = _("%(percent)d %% used") % {"percent": percent}
    if percent < settings.DISK_WARNING_PERCENT:
        return good(value, figures=figures)
    find = failing if percent >= settings.DISK_REFUSAL_PERCENT else warning
    what = _("The disk for files is nearly full.")
    if find is failing:
        what = _("The disk is full: uploads, sources, conversions and backups are refused.")
    to_do = _("Delete old backups and logs, or get a larger disk. Nothing has to be restarted.")
    return find(value, what=what, to_do=to_do, figures=figures)


CHECKS = {"disk": SystemCheck(gettext_lazy("Disk"), check_disk, needs_database=False)}
