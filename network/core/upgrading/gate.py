"""Keep the application out of the database while the owner of the tables migrates it."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from ..database_owner import has_own_role, other_sessions
from .errors import UpgradeError

_END_SESSIONS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
 WHERE datname = current_database() AND usename = %s AND pid <> pg_backend_pid()
"""
# `migrate`, which lets the application in, is a part of the upgrade that keeps it out.
_IS_KEPT_OUT: ContextVar[bool] = ContextVar("is_kept_out", default=False)


@contextlib.contextmanager
def application_kept_out() -> Iterator[None]:
    """End the sessions of the application's role, and refuse new ones until the block ends.

    Whatever release runs meanwhile, it writes nothing. Raises UpgradeError if others are connected
    that cannot be kept out.
    """
    locked = has_own_role() and _set_login(allowed=False)
    token = _IS_KEPT_OUT.set(locked)
    try:
        with connection.cursor() as cursor:
            if locked:
                # An owner that may not end them is told how many there are.
                with contextlib.suppress(DatabaseError):
                    cursor.execute(_END_SESSIONS, [_role()])
            others = other_sessions(cursor)
        if others:
            raise UpgradeError(
                f"{others} others use the database: stop web processes, worker and backups first."
            )
        yield
    finally:
        _IS_KEPT_OUT.reset(token)
        if locked:
            _set_login(allowed=True)


def let_application_in(cursor: CursorWrapper) -> None:
    """Allow the role to connect again, which a killed upgrade had forbidden.

    Does nothing within `application_kept_out`, whose end allows it.
    """
    if _IS_KEPT_OUT.get():
        return
    cursor.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", [_role()])
    if cursor.fetchone() == (False,):
        _set_login(allowed=True)


def _set_login(*, allowed: bool) -> bool:
    """Return whether the owner may do this; a role of a hosted server may not."""
    word = sql.SQL("LOGIN" if allowed else "NOLOGIN")
    try:
        with connection.cursor() as cursor:
            statement = sql.SQL("ALTER ROLE {} {}").format(sql.Identifier(_role()), word)
            cursor.execute(statement)
    except DatabaseError:
        return False
    return True


def _role() -> str:
    return str(settings.DATABASE_ROLES["application"]["USER"])
