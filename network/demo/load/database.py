"""Use a separate database on the same PostgreSQL server as the configured one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import connection, transaction

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def use_database(name: str) -> None:
    """Switch this process to the database `name`, creating it empty if it does not exist.

    Raises CommandError if the name would need quoting. Django's test runner switches databases in
    the same way.
    """
    if not NAME.fullmatch(name):
        raise CommandError(f'"{name}" is no name for a database: a-z, 0-9 and _, a letter first')
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def without_triggers(*tables: str) -> Iterator[None]:
    """Disable our triggers on these tables in a transaction around the block.

    Foreign keys are still checked. Data maintained by triggers is not updated, so the search must
    be rebuilt afterwards.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        # A table with pending constraint checks cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
