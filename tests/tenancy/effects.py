"""Find the tables that a statement reads or changes, with what triggers and foreign keys change."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from django.db import connection

# Stands for what a statement changes whose effects are not known: every query depends on it.
ANYTHING = "*"
# Stands for what a query reads whose sources are not known: every statement changes it.
EVERYTHING = "all"
WRITTEN = re.compile(
    r'\b(?:INSERT INTO|(?<!FOR )(?<!KEY )UPDATE|DELETE FROM|TRUNCATE) (?:ONLY )?"?(\w+)', re.I
)
# The ORM quotes the names of tables; any other source of rows is not understood.
_READ = re.compile(r'\b(?:FROM|JOIN) \(*"(\w+)"')
_SUBQUERY = re.compile(r"\bFROM \(+SELECT\b")
_SOURCE = re.compile(r"\b(?:FROM|JOIN)\b", re.I)
# Savepoints and settings change no row; a way back to a savepoint changes any.
_HARMLESS = re.compile(r"SAVEPOINT|RELEASE|SET ")
_SELECT = re.compile(r"[\s(]*(?:SELECT|WITH)\b")
# The queue of jobs: its functions change its own tables alone.
_QUEUE = "procrastinate_"


@lru_cache(maxsize=10_000)
def tables_read(sql: str) -> frozenset[str]:
    """Return the tables of an ORM query. EVERYTHING if one of its sources is not understood."""
    tables = _READ.findall(sql)
    if len(tables) + len(_SUBQUERY.findall(sql)) != len(_SOURCE.findall(sql)):
        return frozenset((EVERYTHING,))
    return frozenset(map(_named, tables))


@cache
def effects() -> "Effects":
    """Return the effects in the test database; a test that disables a trigger has fewer."""
    return Effects()


class Effects:
    """The tables that a write to each table changes, read from the database.

    Follows the functions of triggers and the foreign keys that PostgreSQL cascades. Where such a
    function builds its statements at run time, a write changes ANYTHING.
    """

    def __init__(self) -> None:
        sources = _functions()
        self._writers = {name for name in sources if _written_by(name, "", sources)}
        self._direct = _direct_effects(sources)
        self._known: dict[str, frozenset[str]] = {}
        self._views = _views()

    def of(self, sql: str) -> frozenset[str]:
        """Return the tables that a statement changes. Empty for queries and savepoints."""
        if _HARMLESS.match(sql):
            return frozenset()
        tables = WRITTEN.findall(sql)
        if tables:
            return frozenset().union(*(self._of_table(table) for table in tables))
        if not _SELECT.match(sql):
            return frozenset((ANYTHING,))
        called = self._writers.intersection(re.findall(r"\w+", sql))
        return frozenset(_QUEUE if each.startswith(_QUEUE) else ANYTHING for each in called)

    def read_by(self, sql: str) -> frozenset[str]:
        """Return the tables that an ORM query depends on, those behind views included."""
        tables = tables_read(sql)
        return tables.union(*(self._views[view] for view in tables & self._views.keys()))

    def _of_table(self, table: str) -> frozenset[str]:
        if table not in self._known:
            found, ahead = set[str](), [table]
            while ahead:
                each = ahead.pop()
                if each not in found:
                    found.add(each)
                    ahead += self._direct.get(each, ())
            self._known[table] = frozenset(map(_named, found))
        return self._known[table]


def _named(table: str) -> str:
    return _QUEUE if table.startswith(_QUEUE) else table


def _functions() -> Mapping[str, str]:
    """Return the code of each function of the project and of the queue, by its name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND prolang IN"
            " (SELECT oid FROM pg_language WHERE lanname IN ('plpgsql', 'sql'))"
        )
        return {name: _code_of(source) for name, source in cursor.fetchall()}


def _direct_effects(sources: Mapping[str, str]) -> Mapping[str, set[str]]:
    effects = defaultdict[str, set[str]](set)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgrelid::regclass::text, p.proname, encode(t.tgargs, 'escape')"
            " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        )
        for table, name, arguments in cursor.fetchall():
            statements = arguments.replace("\\000", "\n")
            effects[table.strip('"')] |= _written_by(name, statements, sources)
        cursor.execute(
            "SELECT confrelid::regclass::text, conrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND (confdeltype IN ('c', 'n', 'd') OR confupdtype = 'c')"
        )
        for target, source in cursor.fetchall():
            effects[target.strip('"')].add(source.strip('"'))
    return effects


def _views() -> Mapping[str, set[str]]:
    """Return the tables behind each view of the project."""
    views = defaultdict[str, set[str]](set)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.relname, t.relname FROM pg_rewrite r"
            " JOIN pg_class v ON v.oid = r.ev_class"
            " JOIN pg_depend d ON d.objid = r.oid AND d.refclassid = 'pg_class'::regclass"
            " JOIN pg_class t ON t.oid = d.refobjid AND t.relkind IN ('r', 'p', 'v', 'm')"
            " WHERE v.relnamespace = 'public'::regnamespace AND v.oid <> t.oid"
        )
        for view, table in cursor.fetchall():
            views[view].add(table)
    assert not views.keys() & set().union(*views.values()), "A view of views is not followed."
    return views


def _written_by(name: str, arguments: str, sources: Mapping[str, str]) -> set[str]:
    """Return the tables that a trigger changes, with the functions that its function calls.

    A function with arguments that builds statements builds them from these.
    """
    found, seen, ahead = set(WRITTEN.findall(arguments)), set[str](), [name]
    texts = {name: f"{sources[name]} {arguments}"} if name in sources else {}
    while ahead:
        seen.add(each := ahead.pop())
        source = texts.get(each) or sources.get(each, "")
        found |= set(WRITTEN.findall(source))
        if re.search(r"\bEXECUTE\b", source) and not arguments:
            found.add(ANYTHING)
        words = set(re.findall(r"\w+", source))
        ahead += [called for called in sources if called in words and called not in seen]
    return found


def _code_of(source: str) -> str:
    """Return a function without its comments and texts, which only name tables and functions."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", source))
