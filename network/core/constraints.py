"""Which rule of the database refused a row. Used by services that explain a taken key."""

from django.db import IntegrityError
from psycopg.errors import UniqueViolation


def taken_key(error: IntegrityError) -> str:
    """Return the name of the unique constraint that a row broke, "" for any other rule.

    The text of the error is no fact: PostgreSQL quotes the row in it, with all that was typed.
    """
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, UniqueViolation) else ""
