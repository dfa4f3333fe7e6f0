"""Converted files, kept per process: most tests attach the same scan."""

import hashlib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from network.media.viewing import running
from network.media.viewing.results import FileReading

# By digest of the file: the reading, and the files that the conversion has written.
CONVERTED: dict[str, tuple[FileReading, dict[str, bytes]]] = {}


def convert_each_content_once(patch: pytest.MonkeyPatch) -> None:
    """Patch the conversion to start child processes only for content that is new to this process.

    A refused file is converted again each time.
    """
    convert = running.convert

    def convert_once(source: Path, folder: Path, **options: Any) -> FileReading:
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        if digest not in CONVERTED:
            reading = convert(source, folder, **options)
            written = {path.name: path.read_bytes() for path in folder.iterdir()}
            CONVERTED[digest] = reading, written
        reading, written = CONVERTED[digest]
        for name, content in written.items():
            (folder / name).write_bytes(content)
        return deepcopy(reading)

    patch.setattr(running, "convert", convert_once)
