"""A database of its own beside the configured one, on the same PostgreSQL."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import connection, transaction

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def use_database(name: str) -> None:
    """Make this process work in the database `name`, created empty when missing.

    Raises CommandError for a name that PostgreSQL would need quoted. Django's test runner
    changes databases the same way.
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
    """Write to these tables in one transaction in which no trigger of ours sees the rows.

    Keys are checked as ever. What follows from the rows is not made: the search is to be rebuilt.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        # A table with checks still to come cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
