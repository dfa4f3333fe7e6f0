"""Keep the application out of the database while the owner migrates it."""

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
# `migrate` normally lets the application in, but not while it is part of an upgrade.
_IS_KEPT_OUT: ContextVar[bool] = ContextVar("is_kept_out", default=False)


@contextlib.contextmanager
def application_kept_out() -> Iterator[None]:
    """End the sessions of the application's role, and refuse new ones until the block ends.

    This also stops processes of the old release from writing. Raises UpgradeError if other sessions
    remain that cannot be kept out.
    """
    locked = has_own_role() and _set_login(allowed=False)
    token = _IS_KEPT_OUT.set(locked)
    try:
        with connection.cursor() as cursor:
            if locked:
                # An owner without the right to end them gets the error with their number below.
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
    """Allow logins of the application's role, in case a killed upgrade had disabled them.

    Does nothing within `application_kept_out`, which allows logins at its end.
    """
    if _IS_KEPT_OUT.get():
        return
    cursor.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", [_role()])
    if cursor.fetchone() == (False,):
        _set_login(allowed=True)


def _set_login(*, allowed: bool) -> bool:
    """Allow or refuse logins of the role. Returns False if the owner may not do this, e.g. when
    hosted."""
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
