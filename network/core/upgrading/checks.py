"""Checks before and after an upgrade."""

import re
import shutil
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from ..backup.contents import TableSums
from ..backup.rehearsing import PROOFS
from .errors import UpgradeError

# Required free space in database sizes: the backup, and what migrations rewrite.
_ROOM = 2


def pending_migrations() -> list[str]:
    """Return the migrations of this code that are not applied yet, in order.

    Raises UpgradeError if the database belongs to a newer release.
    """
    executor = MigrationExecutor(connection)
    recorded = MigrationRecorder(connection).applied_migrations()
    leaves = executor.loader.graph.leaf_nodes()
    newest = {app: _number(name) for app, name in leaves}
    newer = [
        f"{app}.{name}" for app, name in recorded if app in newest and _number(name) > newest[app]
    ]
    if newer:
        raise UpgradeError(
            f"The database is of a newer release ({sorted(newer)[0]}): start that one, or restore"
            " the backup that was made before the upgrade."
        )
    return [f"{each.app_label}.{each.name}" for each, _ in executor.migration_plan(leaves)]


def is_new_database() -> bool:
    """Return whether no migration has been applied yet, so that no data can be lost."""
    return not MigrationRecorder(connection).applied_migrations()


def check_room(folder: Path) -> None:
    """Raise UpgradeError unless the backup disk has room for twice the size of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone() or (0,)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < _ROOM * size:
        raise UpgradeError(
            f"{folder} has {free // 1024**2} MB free and needs {_ROOM * size // 1024**2} MB."
        )


def prove(*, before: bool) -> list[str]:
    """Run all PROOFS. Returns those that could not be run. Raises UpgradeError if one fails.

    Before the migrations, the new code may not fit the tables yet: such a proof is skipped.
    """
    skipped = []
    for name, command in PROOFS.items():
        try:
            call_command(*command)
        except CommandError as error:
            raise UpgradeError(f"{name} cannot be proved: {error}") from error
        except DatabaseError as error:
            if not before:
                raise UpgradeError(f"{name} cannot be proved: {error}") from error
            skipped.append(name)
    return skipped


def fewer_rows(before: TableSums, after: TableSums) -> list[str]:
    """Return a line for each table that has fewer rows than before, or is missing."""
    return [
        f"{name}: {before[name][0]} rows before, {after[name][0] if name in after else 'gone'}"
        for name in sorted(before)
        if name not in after or int(after[name][0]) < int(before[name][0])
    ]


def _number(name: str) -> int:
    found = re.match(r"\d+", name)
    return int(found[0]) if found else 0
