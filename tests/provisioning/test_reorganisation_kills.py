"""A process that carries out a reorganisation is killed again and again: the result is the same.

Real processes and SIGKILL, before statements, before commits and after them. `make drill`.
"""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone
from psycopg import sql

from tests.aggregator.test_concurrency import ROOT, this_database

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
SCRIPT = Path(__file__).with_name("reorganiser.py")
SEED, FEWEST_KILLS = 38, 10
# A process comes through at most this share of all points before it dies.
SHARE = 4
# Texts in which the keys of new rows stand.
KEYED = {"traces", "content", "object_id", "detail", "data", "args", "translation_key", "rule"}
# Queues: jobs name rows by their keys, and are done by others.
OTHERS = ("procrastinate_", "django_session", "accounts_session", "hub_searchchange")
# What an undone plan restores. A section that the plan has opened stays open, with its folder.
RESTORED = {
    "agencies_agency": "id, code, name, short_name, aliases, parent_id, slug, status, valid_to",
    "agencies_succession": "*",
    "agencies_membership": "*",
    "wagtailcore_page": "id, slug, url_path, title, live, owner_id",
    "questions_question": "*",
    "following_follow": "*",
    "media_agencydocument": "*",
    "moderation_editorialrules": "*",
}


def owner_address(suffix: str) -> str:
    before = os.environ["DATABASE_OWNER_URL"]
    place, _, after = before.partition("?")
    return f"{place.rpartition('/')[0]}/{connection.settings_dict['NAME']}{suffix}?{after}"


@pytest.fixture
def databases():
    """Return a function that copies the test database or a copy of it; copies are dropped."""
    name, made = connection.settings_dict["NAME"], []

    def copy(suffix: str, original: str = "") -> str:
        if not original:
            connection.close()
        run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name + suffix)
        run("CREATE DATABASE {} TEMPLATE {}", name + suffix, name + original)
        made.append(suffix)
        return suffix

    yield copy
    for suffix in made:
        run("DROP DATABASE {} WITH (FORCE)", name + suffix)


def run(statement: str, *names: str) -> None:
    url = owner_address("").replace(connection.settings_dict["NAME"], "postgres")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class Processes:
    """Starts processes on copies of the database."""

    def __init__(self) -> None:
        self.parent = subprocess.Popen(
            [sys.executable, str(SCRIPT)],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": this_database(), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, suffix: str, what: str, moment: str, point: int = 0) -> int:
        """Do one thing in a process of its own; return how many points it passed, 0 if it died."""
        name = connection.settings_dict["NAME"]
        self.parent.stdin.write(f"{name}{suffix} {what} {moment} {point}\n")
        self.parent.stdin.flush()
        code, points = map(int, self.parent.stdout.readline().split())
        assert code in {0, -signal.SIGKILL}
        return points


@pytest.fixture
def processes():
    made = Processes()
    yield made
    made.parent.stdin.close()
    made.parent.wait()


def rows_of(suffix: str, base: dict[str, int], begun: dt.datetime) -> dict[str, Counter[str]]:
    """Return all rows by table, comparable between copies: keys of rows that are new since `base`
    and moments since `begun` differ, so they only count as new."""
    found: dict[str, Counter[str]] = {}
    with psycopg.connect(owner_address(suffix)) as link:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.managed and not table.startswith(OTHERS) and not model._meta.proxy:
                fields = [each for each in model._meta.local_fields if each.column not in KEYED]
                asked = sql.SQL("SELECT {} FROM {}").format(
                    sql.SQL(", ").join(sql.Identifier(each.column) for each in fields),
                    sql.Identifier(table),
                )
                found[table] = Counter(
                    repr([told(*pair, base, begun) for pair in zip(fields, row, strict=True)])
                    for row in link.execute(asked)
                )
    return found


def different(found: dict[str, Counter[str]], expected: dict[str, Counter[str]]) -> dict[str, list]:
    """Return the rows of each table that are on one side only."""
    return {
        table: [*(rows - found[table]), *(found[table] - rows)]
        for table, rows in expected.items()
        if found[table] != rows
    }


def told(field: models.Field, value: object, base: dict[str, int], begun: dt.datetime) -> object:
    """Return a value as it is compared."""
    if isinstance(value, int) and (field.primary_key or field.is_relation):
        related = field.related_model if field.is_relation else field.model
        # The key of a page's own table is that of the page.
        while related._meta.pk.is_relation:
            related = related._meta.pk.related_model
        return "new" if value > base.get(related._meta.db_table, value) else value
    if isinstance(value, dt.datetime) and value >= begun - dt.timedelta(hours=1):
        return "new"
    return value


def last_keys(suffix: str) -> dict[str, int]:
    """Return the highest key of each table."""
    with psycopg.connect(owner_address(suffix)) as link:
        return {
            model._meta.db_table: link.execute(
                sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(
                    sql.Identifier(model._meta.pk.column), sql.Identifier(model._meta.db_table)
                )
            ).fetchone()[0]
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and isinstance(model._meta.pk, models.AutoField)
        }


def restored(suffix: str, base: dict[str, int]) -> dict[str, list[object]]:
    """Return the rows that an undo restores, as they are; of the pages those up to `base`."""
    with psycopg.connect(owner_address(suffix)) as link:
        return {
            table: link.execute(
                f"SELECT {columns} FROM {table} WHERE id <= %s ORDER BY id",  # noqa: S608
                [base[table] if table == "wagtailcore_page" else 2**31],
            ).fetchall()
            for table, columns in RESTORED.items()
        }


def state(suffix: str) -> str:
    with psycopg.connect(owner_address(suffix)) as link:
        return link.execute("SELECT state FROM provisioning_reorganisationplan").fetchone()[0]


def parts_done(suffix: str) -> int:
    with psycopg.connect(owner_address(suffix)) as link:
        asked = "SELECT count(*) FROM provisioning_reorganisationpart WHERE state IN ('done')"
        return link.execute(asked).fetchone()[0]


def killed_until(
    processes: Processes, suffix: str, what: str, until: str, moment: str, points: int
) -> list[tuple[int, int]]:
    """Start processes, each of which dies at its point, until the plan is there. Returns the points
    with the number of agencies that were done by then."""
    draw, deaths = random.Random(SEED), []  # noqa: S311
    while state(suffix) != until:
        # The first ones die at once, so that also the very first steps are among the points.
        point = len(deaths) + 1 if len(deaths) < 3 else draw.randint(1, points // SHARE)
        if not processes.run(suffix, what, moment, point):
            deaths.append((point, parts_done(suffix)))
        assert len(deaths) < 200
    return deaths


def test_a_killed_reorganisation_comes_to_the_same_result(databases, processes, record_property):
    begun = timezone.now()
    moment = begun.isoformat()
    processes.run(databases("_built"), "build", moment)
    base = last_keys("_built")
    before = restored("_built", base)
    whole, killed = databases("_whole", "_built"), databases("_killed", "_built")
    points = processes.run(whole, "go-on", moment)
    assert state(whole) == "done"
    expected = rows_of(whole, base, begun)
    deaths = killed_until(processes, killed, "go-on", "done", moment, points)
    record_property("killed", f"{len(deaths)} times, of {points} points at {deaths}")
    assert len(deaths) >= FEWEST_KILLS
    assert len({done for _point, done in deaths}) >= FEWEST_KILLS // 2
    found = rows_of(killed, base, begun)
    assert different(found, expected) == {}
    # A second run changes nothing.
    done = rows_of(killed, {}, begun)
    assert processes.run(killed, "go-on", moment)
    assert rows_of(killed, {}, begun) == done
    assert restored(killed, base) != before
    deaths = killed_until(processes, killed, "undo", "undone", moment, points)
    record_property("undo killed", f"{len(deaths)} times, of {points} points at {deaths}")
    assert len(deaths) >= FEWEST_KILLS // 2
    assert restored(killed, base) == before
