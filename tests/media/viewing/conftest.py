"""Files are opened as the job does it: in a process of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from network.media.viewing.results import FileReading, FileRefused
from network.media.viewing.running import convert
from network.settings import base


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], FileReading]:
    def opened(content: bytes) -> FileReading:
        source, folder = tmp_path / "file", tmp_path / "made"
        source.write_bytes(content)
        folder.mkdir(exist_ok=True)
        return convert(source, folder, beat=lambda: None)

    return opened


@pytest.fixture
def office(settings) -> None:
    """LibreOffice makes pictures of pages; a test that asks for it is marked `office`."""
    settings.OFFICE_PROGRAM = base.OFFICE_PROGRAM


@pytest.fixture
def refusal(read) -> Callable[[bytes], str]:
    """Why a file is refused, "" where it is not."""

    def of(content: bytes) -> str:
        try:
            read(content)
        except FileRefused as refused:
            return refused.refusal.value
        return ""

    return of
