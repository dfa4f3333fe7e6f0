"""Rotation of log files that running programs append to."""

import os
import shutil
from pathlib import Path

MOST_BYTES, KEPT = 10 * 1024 * 1024, 5


def rotate(log: Path) -> None:
    """Copy a large log to a numbered file and truncate it, so that open file handles stay valid."""
    if not log.exists() or log.stat().st_size < MOST_BYTES:
        return
    for number in range(KEPT, 1, -1):
        newer = log.with_name(f"{log.name}.{number - 1}")
        if newer.exists():
            newer.replace(log.with_name(f"{log.name}.{number}"))
    shutil.copyfile(log, log.with_name(f"{log.name}.1"))
    os.truncate(log, 0)
