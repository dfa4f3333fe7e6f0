"""A pytest plugin that leaves out `migrate` where the kept database has its tables.

The name of the database holds the checksum of the migrations, and the run without a mutant has
migrated it. Finding that there is nothing to migrate takes half the time of a run with one test.
"""

from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_migrate() -> None:
    """Replace the command before any test asks for the database."""
    from django.core.management.commands.migrate import Command
    from django.db import connection

    migrate = Command.handle

    def handle(self: Any, *arguments: Any, **options: Any) -> None:
        # Another run may have dropped the database meanwhile.
        if "django_migrations" not in connection.introspection.table_names():
            migrate(self, *arguments, **options)

    Command.handle = handle
