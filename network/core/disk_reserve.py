"""Room that PostgreSQL gets when its disk is full. Standard library only.

PostgreSQL stops when it cannot write its log, and needs room to start again. A file of some size
lies beside its data; `network.launch` deletes it then, and makes it again when there is room.
"""

import os
import shutil
import sys
from pathlib import Path

from .postgres import Cluster
from .postgres_errors import NoSpace


class DiskReserve:
    """A file that takes `size` bytes of the disk of a folder; none if `size` is 0."""

    def __init__(self, path: Path, *, size: int) -> None:
        self.path, self.size = path, size

    def release(self) -> bool:
        """Delete the file. Returns whether there was one."""
        if not self.path.exists():
            return False
        self.path.unlink()
        return True

    def keep(self) -> bool:
        """Make the file unless it exists or would take half of what is free. Returns whether."""
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
    """Restarts the project's own PostgreSQL when it has died, also on a full disk."""

    def __init__(self, cluster: Cluster, reserve: DiskReserve) -> None:
        self._cluster, self._reserve = cluster, reserve
        self._reported = ""

    def keep(self) -> bool:
        """Restart the database if it died. Returns whether it runs.

        On a full disk it is started on the room of the reserve, and after that as soon as somebody
        makes room. Raises ClusterError if it cannot be started for another reason.
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
