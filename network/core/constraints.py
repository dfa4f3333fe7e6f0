"""Name of the violated database constraint. Used by services that explain a duplicate key."""

from django.db import IntegrityError
from psycopg.errors import UniqueViolation


def taken_key(error: IntegrityError) -> str:
    """Return the name of the violated unique constraint, or "" for any other violation.

    Do not parse the message instead: PostgreSQL quotes the row's values there, i.e. user input.
    """
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, UniqueViolation) else ""
