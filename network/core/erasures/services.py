"""Record erasures, and repeat them after a restore."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import FileField
from psycopg import sql

from ..erasure_records import Erasure
from ..registry import Registry

_TRIGGER = """
CREATE OR REPLACE TRIGGER core_note_erasure AFTER DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION core_note_erasure({label}, {key})
"""


def delete_rows(label: str, keys: Sequence[str]) -> int:
    """Delete the rows with these keys and their files. Returns how many existed."""
    model = apps.get_model(label)
    rows = list(model._base_manager.filter(pk__in=keys))
    fields = [each for each in model._meta.get_fields() if isinstance(each, FileField)]
    files = [getattr(row, each.attname) for row in rows for each in fields]
    model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
    for file in filter(None, files):
        transaction.on_commit(partial(file.storage.delete, file.name))
    return len(rows)


@dataclass(frozen=True)
class Erasable:
    """How rows of one label are erased again, and whether each deletion counts as erasure.

    `erase` takes the label and the keys, and returns how many rows existed.
    """

    erase: Callable[[str, Sequence[str]], int] = delete_rows
    by_deletion: bool = True


ERASABLE = Registry[Erasable]("what is erased at somebody's will")


def note_erasure(label: str, key: object, *, now: dt.datetime) -> None:
    """Record an erasure that does not delete the row itself. Raises KeyError for an unknown
    label."""
    ERASABLE[label]
    Erasure.objects.create(at=now, label=label, key=str(key))


def install_triggers(cursor: CursorWrapper) -> None:
    """Create the triggers that record each deletion by anybody. Run by `migrate`, as the owner.

    Does nothing if the database was migrated back to before the erasure table.
    """
    cursor.execute("SELECT to_regproc('core_note_erasure') IS NOT NULL")
    if cursor.fetchone() != (True,):
        return
    for label, rule in ERASABLE.items():
        meta = apps.get_model(label)._meta
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [meta.db_table])
        if rule.by_deletion and cursor.fetchone() == (True,):
            statement = sql.SQL(_TRIGGER).format(
                table=sql.Identifier(meta.db_table),
                label=sql.Literal(label),
                key=sql.Literal(meta.pk.column),
            )
            cursor.execute(statement)


def are_erasures_pending(cursor: CursorWrapper) -> bool:
    """Return whether erased rows may be back after a restore; False if the table does not exist."""
    cursor.execute("SELECT to_regclass('core_erasure') IS NOT NULL")
    return cursor.fetchone() == (True,) and Erasure.objects.filter(pending=True).exists()


@transaction.atomic
def replay_pending() -> dict[str, int]:
    """Repeat the pending erasures. Returns the number of existing rows per label."""
    pending = Erasure.objects.filter(pending=True).select_for_update()
    keys: dict[str, list[str]] = {}
    for row in pending:
        keys.setdefault(row.label, []).append(row.key)
    erased = {label: ERASABLE[label].erase(label, each) for label, each in keys.items()}
    pending.update(pending=False)
    return {label: count for label, count in erased.items() if count}


def forget_old_erasures(*, now: dt.datetime) -> int:
    """Delete the records older than every backup. Returns how many."""
    since = now - dt.timedelta(days=settings.ERASURES_KEEP_DAYS)
    return Erasure.objects.filter(at__lt=since).delete()[0]
