"""Every declared pair is enforced by the database and is explained in the ADR."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, models

from network.core.two_people import OTHER_PAIRS, PeoplePair, declared_pairs
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db
ADR = Path(__file__).resolve().parents[2] / "docs/adr/0054-two-people.md"
DECIDING = re.compile(
    r"^(approved|accepted|answered|closed|confirmed|decided|gone|received|renamed|reviewed)_by$"
)
GUARDS = """
SELECT conname FROM pg_constraint
 WHERE contype = 'c' AND convalidated AND conrelid = %s::regclass
UNION ALL
SELECT tgname FROM pg_trigger WHERE tgenabled = 'O' AND tgrelid = %s::regclass
"""


def unguarded_pairs() -> list[PeoplePair]:
    """Return the pairs whose constraint or trigger is missing in the database."""
    missing = []
    for pair in declared_pairs():
        table = apps.get_model(pair.model)._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(GUARDS, [table, table])
            if pair.guard not in {name for (name,) in cursor.fetchall()}:
                missing.append(pair)
    return missing


def test_the_database_has_the_guard_of_every_pair():
    assert len(declared_pairs()) >= 24
    assert not unguarded_pairs()


@pytest.mark.parametrize(
    ("table", "drop"),
    [
        ("practices_practice", "DROP CONSTRAINT practice_prepared_by_others"),
        ("moderation_decision", "DISABLE TRIGGER moderation_two_people"),
    ],
)
def test_a_pair_without_its_guard_is_found(table, drop):
    with owning(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} {drop}")
    assert unguarded_pairs()


def test_every_guard_is_in_the_table_of_the_adr():
    text = ADR.read_text(encoding="utf-8")
    assert not [pair for pair in declared_pairs() if f"`{pair.guard}`" not in text]


def test_every_column_of_who_decides_is_in_a_pair_or_explained():
    text, user = ADR.read_text(encoding="utf-8"), get_user_model()
    known = {f"{pair.model}.{pair.second}" for pair in declared_pairs()}
    columns = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is user
        and DECIDING.match(field.name)
    }
    assert len(columns) > 12
    assert not [name for name in sorted(columns - known) if f"`{name}`" not in text]


def test_a_trigger_is_registered_for_each_pair_of_the_review_desk():
    steps = {(pair.first, pair.second) for pair in OTHER_PAIRS.values()}
    assert ("actor of “appraised”", "actor of “approved”") in steps
