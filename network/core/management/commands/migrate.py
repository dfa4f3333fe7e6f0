"""Django's `migrate`, run as the owner of the tables and with fast model states."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connection

from ...database_owner import as_owner, create_application_role, has_own_role, protect_tables
from ...erasures.services import are_erasures_pending, install_triggers, replay_pending
from ...growing_state import GrowingExecutor
from ...upgrading.gate import let_application_in

# Django's command takes its executor from this name of its module and offers no other way.
migrate.MigrationExecutor = GrowingExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Also gives the application's role its rights, and protects what stays from TRUNCATE."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; a database that was restored gets its rights back."""
        with as_owner():
            if has_own_role():
                with connection.cursor() as cursor:
                    create_application_role(cursor)
                    let_application_in(cursor)
            super().handle(*args, **options)
            with connection.cursor() as cursor:
                protect_tables(cursor)
                install_triggers(cursor)
                restored = are_erasures_pending(cursor)
            if restored:
                for label, count in replay_pending().items():
                    self.stdout.write(f"Erased again since the backup: {count} {label}")
