"""SQL for migrations that fill "who did it" columns from the audit log.

Before, only the audit log named these people.
"""

from collections.abc import Sequence

# Disable the row triggers while the migration fills in values; constraints stay active.
WITHOUT_RULES = "ALTER TABLE {0} DISABLE TRIGGER USER"
WITH_RULES = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {0} ENABLE TRIGGER USER"


def actors(table: str, actions: Sequence[str]) -> str:
    """Return a subquery of the users who, by the audit log, did one of `actions` to a row of
    `table`.

    Newest entry first. `table` is the table name "label_model".
    """
    app_label, _, model = table.partition("_")
    listed = ", ".join(f"'{action}'" for action in actions)
    return f"""
        SELECT entry.actor_id FROM agencies_auditentry entry
        JOIN django_content_type kind ON kind.id = entry.about_type_id
        JOIN accounts_user person ON person.id = entry.actor_id
        WHERE kind.app_label = '{app_label}' AND kind.model = '{model}'
          AND entry.about_id = {table}.id AND entry.action IN ({listed})
        ORDER BY entry.id DESC"""  # noqa: S608


def fill_preparers(table: str, writer: str, actions: Sequence[str], decider: str) -> list[str]:
    """Return SQL statements that fill `prepared_by` from column `writer` and from the audit log.

    A person who also decided on the row (before two people were required) is left out, because a
    constraint forbids it; the audit log still has both entries.
    """
    return [
        f"""UPDATE {table} SET prepared_by = ARRAY(
            SELECT {writer} WHERE {writer} IS NOT NULL UNION ({actors(table, actions)}))""",  # noqa: S608
        f"UPDATE {table} SET prepared_by = array_remove(prepared_by, {decider}) "  # noqa: S608
        f"WHERE {decider} IS NOT NULL",
    ]


def fill_decider(
    table: str, decider: str, actions: Sequence[str], where: str, *, preparers: str = "NULL"
) -> str:
    """Return an SQL statement that fills column `decider` with the person who did the last of
    `actions`.

    The column stays empty if this person is one of `preparers` (an SQL array), as was possible
    before two people were required.
    """
    newest = f"({actors(table, actions)} LIMIT 1) AS newest (actor_id)"
    return f"""UPDATE {table} SET {decider} = (
        SELECT actor_id FROM {newest}
        WHERE NOT coalesce(actor_id = ANY ({preparers}::bigint[]), false)) WHERE {where}"""  # noqa: S608


def answered_for(table: str, name: str, column: str, values: str, person: str) -> tuple[str, str]:
    """Return SQL to create and SQL to drop a trigger of `core_two_people`.

    The trigger refuses a row whose `column` changes to one of `values` while `person` is empty, and
    an update that removes somebody from `prepared_by`. `values` is separated by commas; "*" is any
    value.
    """
    return (
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION core_two_people('{column}', '{values}', '{person}')",
        f"DROP TRIGGER {name} ON {table}",
    )
