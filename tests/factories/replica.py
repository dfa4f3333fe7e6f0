"""A streaming replica of one of the project's own servers."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from network.core.postgres import Cluster, binaries


@contextmanager
def following(primary: Cluster, folder: Path) -> Iterator[Cluster]:
    """Run a replica, made as docs/operations.md says."""
    command = [str(binaries() / "pg_basebackup"), "--write-recovery-conf", "--checkpoint=fast"]
    subprocess.run([*command, "-d", primary.url("postgres"), "-D", str(folder)], check=True)
    standby = Cluster(folder, durable=False)
    with standby.use():
        yield standby
    shutil.rmtree(folder)
