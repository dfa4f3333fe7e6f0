"""Errors of the project's own PostgreSQL, each in one line. Standard library only."""

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

# A new cluster takes 40 MB, its first WAL segments 32 MB more.
DISK_BYTES_NEEDED = 100 * 1024 * 1024


class ClusterError(Exception):
    """The database is unavailable; the message is one line that says what to do."""


class NoSpace(ClusterError):
    """The disk of the database is full."""


def require_space(folder: Path) -> None:
    """Raise NoSpace if a new cluster does not fit on the disk."""
    if shutil.disk_usage(folder).free < DISK_BYTES_NEEDED:
        raise no_space(folder)


def no_space(folder: Path) -> NoSpace:
    """Return the error for a full disk."""
    needed = DISK_BYTES_NEEDED // 1024 // 1024
    return NoSpace(
        f"The disk of {folder} is full: PostgreSQL needs {needed} MB there; free some, start again."
    )


def failure(what: str, told: str, data_dir: Path) -> ClusterError:
    """Return a ClusterError with the relevant line of a program's output."""
    if "No space left" in told:
        return no_space(data_dir)
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    reason = (telling or lines or ["no reason given"])[-1]
    return ClusterError(f"{what}: {reason}")


@contextlib.contextmanager
def one_line() -> Iterator[None]:
    """Convert OSError to ClusterError."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise no_space(Path(error.filename or "/")) from error
        place = error.filename or "PostgreSQL's folder"
        raise ClusterError(f"{place}: {error.strerror}; the database needs it.") from error
