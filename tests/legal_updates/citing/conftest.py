"""Agencies with people who write and decide, where pages cite the register."""

from copy import deepcopy
from typing import Any

import pytest

from tests.factories.moderation import Office


@pytest.fixture
def office(office_of_module: Any, db: None) -> Office:
    """An open agency with its people: tests/factories/moderation.py."""
    return deepcopy(office_of_module)
