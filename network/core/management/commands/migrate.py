"""Django's `migrate`, run as the owner of the tables and with fast model states."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connection

from ...database_owner import as_owner, create_application_role, has_own_role, protect_tables
from ...erasures.services import are_erasures_pending, install_triggers, replay_pending
from ...growing_state import GrowingExecutor
from ...upgrading.gate import let_application_in

# Django's command reads its executor from this module attribute; there is no other hook.
migrate.MigrationExecutor = GrowingExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Also grants the application's role its rights, and protects tables with triggers from
    TRUNCATE."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate as the owner. A restored database gets its grants back."""
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
