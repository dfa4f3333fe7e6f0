"""The test database, for every test that asks for it, and an office in it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases
from psycopg import sql

from network.core.database_owner import as_owner, has_own_role
from tests.contexts import outer_contexts_alone  # noqa: F401
from tests.factories.owning import EMPTY_LEFTOVERS


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """Make the test database, or take the kept one.

    pytest-django's own makes none where no test of the run bears its mark: tests that commit, run
    alone, would have met the database that the address names. Of several processes one migrates,
    and each gets a copy: some seconds of a processor for each of the others.
    """
    keep = django_db_keepdb and not django_db_createdb
    process = getattr(request.config, "workerinput", None) if keep else None
    with django_db_blocker.unblock():
        with as_owner():
            if process:
                take_copy(f"_{process['workerid']}", run=process["testrunuid"])
            else:
                made = make_database(keep=keep)
        own_nothing()
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock(), as_owner():
            teardown_databases(made, verbosity=0)


def make_database(*, keep: bool) -> Any:
    """Make the test database, or bring the kept one up to date; return what Django has set up."""
    made = setup_databases(
        0, interactive=False, keepdb=keep, aliases={"default"}, serialized_aliases=set()
    )
    # What migrations queued is an installation's to do, and in nobody's count.
    with connection.cursor() as cursor:
        cursor.execute(EMPTY_LEFTOVERS)
    return made


def own_nothing() -> None:
    """Let all tests run as the application's role, which `tests.factories.owning` can leave.

    The connection is that of the owner, who puts the role on: so a test can take a guard away in
    its own transaction. TRUNCATE, which ends tests that commit, is the owner's.
    """
    if not has_own_role():
        return
    roles, current = settings.DATABASE_ROLES, connection.settings_dict
    options = roles["owner"]["OPTIONS"] | {"assume_role": roles["application"]["USER"]}
    current.update(USER=roles["owner"]["USER"], PASSWORD=roles["owner"]["PASSWORD"])
    current["OPTIONS"] = options
    flush = connection.ops.execute_sql_flush

    def flush_as_owner(statements: list[str]) -> None:
        # Else the triggers refuse, as they should.
        unguarded = ["RESET ROLE", "SET session_replication_role = replica"]
        guarded = ["RESET session_replication_role", f"SET ROLE {roles['application']['USER']}"]
        flush([*unguarded, *statements, *guarded])

    connection.ops.execute_sql_flush = flush_as_owner


def take_copy(suffix: str, *, run: str) -> None:
    """Work on a copy of the one database, which the first process of a run has made."""
    current = connection.settings_dict
    copy = current["TEST"]["NAME"]
    original = copy.removesuffix(suffix)
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [original])
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [original],
        )
        if cursor.fetchone() != (run,):
            current["TEST"]["NAME"] = original
            make_database(keep=True)
            connection.close()
            comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
            cursor.execute(comment.format(sql.Identifier(original), run))
        names = sql.Identifier(copy), sql.Identifier(original)
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names[0]))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    current["NAME"] = current["TEST"]["NAME"] = copy


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
