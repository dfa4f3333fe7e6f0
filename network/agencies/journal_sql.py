"""SQL for migrations that name in columns of a row who took which step.

The values come from the journal, the only place that named these people before.
"""

from collections.abc import Sequence

# Keeps the rows' own rules from refusing what the migration fills in; constraints stay enforced.
WITHOUT_RULES = "ALTER TABLE {0} DISABLE TRIGGER USER"
WITH_RULES = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {0} ENABLE TRIGGER USER"


def actors(table: str, actions: Sequence[str]) -> str:
    """Return a subquery: the users who, by the journal, did one of `actions` to a row of `table`.

    The newest line comes first. `table` is "label_model", as Django names it.
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
    """Return statements that fill `prepared_by` from the column `writer` and from the journal.

    Whoever decided on a row before two people were required is left out: the journal keeps both
    lines, and the constraint holds for all rows.
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
    """Return a statement that names in the column `decider` who did the last of `actions`.

    The column stays empty where this person is one of `preparers`, an array in SQL: the journal
    keeps both lines of whoever did both before.
    """
    newest = f"({actors(table, actions)} LIMIT 1) AS newest (actor_id)"
    return f"""UPDATE {table} SET {decider} = (
        SELECT actor_id FROM {newest}
        WHERE NOT coalesce(actor_id = ANY ({preparers}::bigint[]), false)) WHERE {where}"""  # noqa: S608


def answered_for(table: str, name: str, column: str, values: str, person: str) -> tuple[str, str]:
    """Return SQL to add, and SQL to drop, a trigger of `core_two_people`.

    It refuses a row whose `column` takes one of `values` while `person` names nobody.
    """
    return (
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION core_two_people('{column}', '{values}', '{person}')",
        f"DROP TRIGGER {name} ON {table}",
    )
