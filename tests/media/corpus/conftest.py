"""Who listens, what nobody may read, and which programs are asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from network.settings import base

from .row import WHOLE
from .watching import Listener


@pytest.fixture(autouse=True)
def programs(settings) -> None:
    if WHOLE:
        settings.OFFICE_PROGRAM, settings.TESSERACT = base.OFFICE_PROGRAM, base.TESSERACT


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("mật mã bảy chữ")
    return path
