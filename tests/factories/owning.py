"""What a test may do that the application may not: act as the owner of the tables."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

from network.core.database_owner import has_own_role

# Ends tests that commit: jobs, mails, records of erasures and links to check belong to no agency,
# so they outlive the rows that caused them, into the next test.
EMPTY_LEFTOVERS = (
    "TRUNCATE procrastinate_jobs, mailing_queuedmail, core_erasure, agency_sites_linkcheck CASCADE"
)


@contextmanager
def owning() -> Iterator[None]:
    """Run the statements of the block as the owner of the tables, in the test's transaction."""
    if not has_own_role():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        (before,) = cursor.fetchone() or ("",)
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        # A transaction that has failed puts the role back by itself when it is rolled back.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, false)", [before])


def truncate(*tables: str) -> None:
    """Empty tables, also those that refuse it."""
    with owning(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        cursor.execute("RESET session_replication_role")
