"""Who listens, and what nobody may read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .watching import Listener


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
