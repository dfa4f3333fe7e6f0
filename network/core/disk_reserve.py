"""Disk space that is freed for PostgreSQL when its disk is full. Standard library only.

PostgreSQL stops if it cannot write its WAL, and needs space to start again. `network.launch` then
deletes a reserve file beside its data, and creates it again when there is space.
"""

import os
import shutil
import sys
from pathlib import Path

from .postgres import Cluster
from .postgres_errors import NoSpace


class DiskReserve:
    """A file that occupies `size` bytes in a folder; no file if `size` is 0."""

    def __init__(self, path: Path, *, size: int) -> None:
        self.path, self.size = path, size

    def release(self) -> bool:
        """Delete the file. Returns whether it existed."""
        if not self.path.exists():
            return False
        self.path.unlink()
        return True

    def keep(self) -> bool:
        """Create the file unless it exists or would take half of the free space. Returns whether it
        did."""
        if not self.size or self.path.exists():
            return False
        if shutil.disk_usage(self.path.parent).free < 2 * self.size:
            return False
        fresh = self.path.with_suffix(".new")
        with fresh.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, self.size)
        fresh.rename(self.path)
        return True


class DatabaseKeeper:
    """Restarts the project's own PostgreSQL after a crash, also on a full disk."""

    def __init__(self, cluster: Cluster, reserve: DiskReserve) -> None:
        self._cluster, self._reserve = cluster, reserve
        self._reported = ""

    def keep(self) -> bool:
        """Restart the database if it has died. Returns whether it is running.

        On a full disk it starts with the space of the reserve, and later as soon as there is other
        space. Raises ClusterError if it cannot be started for another reason.
        """
        try:
            is_new = self._cluster.revive()
        except NoSpace as error:
            if self._reported != str(error):
                sys.stderr.write(f"{error}\n")
            self._reported = str(error)
            return self._reserve.release() and self.keep()
        if is_new:
            sys.stderr.write("The database stopped by itself. It is started anew.\n")
        self._reported = ""
        self._reserve.keep()
        return True
