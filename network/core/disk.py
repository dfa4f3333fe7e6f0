"""How full the disks are, and what is refused on a disk that is nearly full.

Uploads, fetches of sources, conversions, prints and backups stop at DISK_REFUSAL_PERCENT, so that
PostgreSQL has room left and people go on reading and writing texts.
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

# For tasks that store files: tried again until there is room, every ten minutes.
_TRY_AGAIN_SECONDS = 600
FULL = gettext_lazy(
    "The disk of the server is nearly full, so no files are accepted at the moment. You can go on"
    " reading and writing texts. Please tell the administrators of the network."
)


class DiskFull(Exception):
    """A disk is too full to store anything but texts on it."""

    def __init__(self) -> None:
        super().__init__(str(FULL))


WAIT_FOR_ROOM = RetryStrategy(
    max_attempts=10_000, wait=_TRY_AGAIN_SECONDS, retry_exceptions=[DiskFull]
)


def used_percent(folder: Path) -> float:
    """Return how much of the disk of a folder is in use, as `df` counts it."""
    while not folder.exists():
        folder = folder.parent
    disk = os.statvfs(folder)
    used = disk.f_blocks - disk.f_bfree
    return 100 * used / max(used + disk.f_bavail, 1)


def fullest(folders: Iterable[Path] = ()) -> float:
    """Return the percentage of the fullest disk: of the given folders, or of all we store in."""
    return max(map(used_percent, folders or stored_in()))


def stored_in() -> list[Path]:
    """Return the folders in which the network stores files."""
    return [Path(settings.MEDIA_ROOT), Path(settings.STATE_DIR), Path(tempfile.gettempdir())]


def is_full() -> bool:
    """Return whether files are refused at the moment."""
    return fullest() >= settings.DISK_REFUSAL_PERCENT


def require_room(*folders: Path) -> None:
    """Raise DiskFull if files are refused: in the given folders, or anywhere."""
    if fullest(folders) >= settings.DISK_REFUSAL_PERCENT:
        raise DiskFull


def refuse_upload() -> None:
    """Raise ValidationError if uploads are refused at the moment."""
    if is_full():
        raise ValidationError(str(FULL), code="disk_full")


def check_disk(now: dt.datetime) -> SystemFinding:
    """Compare the fullest disk with the two thresholds."""
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
