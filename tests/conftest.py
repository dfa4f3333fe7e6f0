"""The test database, for every test that asks for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """Make the test database, or take the kept one.

    pytest-django's own makes none where no test of the run bears its mark: tests that commit, run
    alone, would have met the database that the address names.
    """
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        made = setup_databases(
            0, interactive=False, keepdb=keep, aliases={"default"}, serialized_aliases=set()
        )
        # What migrations queued is an installation's to do, and in nobody's count.
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, mailing_queuedmail CASCADE")
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)
