"""The test database, for every test that asks for it, and an office in it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction
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


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[..., Any]]:
    """Make something for all tests of a module, in a transaction around theirs.

    `once(make, ...)` in a fixture of the module; a test takes a copy, so that what it does to it
    goes with its own transaction.
    """

    def make(how: Callable[..., Any], *arguments: Any) -> Any:
        with django_db_blocker.unblock():
            made = how(*arguments)
            # Else each of the tests, taken back, would check the keys of these rows at its end.
            connection.check_constraints()
            return made

    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
    yield make
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def office_of_module(once: Callable[..., Any]) -> Any:
    """The office that the tests of a module share."""
    # The models cannot be imported before pytest-django has set Django up.
    from tests.factories.moderation import make_office

    return once(make_office)


@pytest.fixture
def office(office_of_module: Any, db: None) -> Any:
    """An open agency with its people: tests/factories/moderation.py."""
    return deepcopy(office_of_module)


@pytest.fixture(scope="module")
def article_of_module(once: Callable[..., Any], office_of_module: Any) -> Any:
    """A draft of that office; a module may make another here, on its way or published."""
    from tests.factories.moderation import make_draft

    return once(make_draft, office_of_module)


@pytest.fixture
def article(article_of_module: Any, db: None) -> Any:
    """The article of the module, read anew."""
    return type(article_of_module).objects.get(pk=article_of_module.pk)
