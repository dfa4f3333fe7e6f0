"""A pytest plugin that leaves out `migrate`: the run without a mutant has migrated the database.

Half of the time of a run with one test goes into finding that there is nothing to migrate.
"""

from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_migrate() -> None:
    """Replace the command before any test asks for the database."""
    from django.core.management.commands.migrate import Command

    def handle(*_arguments: Any, **_options: Any) -> None:
        return None

    Command.handle = handle
