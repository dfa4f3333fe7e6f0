"""Every table has a rule, and a rule says something that the database understands."""

import pytest
from django.apps import apps
from django.db import connection

from network.retention.pruning import selection
from network.retention.rules import Treatment, load_rules, pruned, unreferenced


def tables_without_rule() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    stored = {model._meta.label for model in models if not model._meta.proxy}
    return stored - {rule.model for rule in load_rules()}


def test_every_table_has_a_rule_or_a_reason_to_stay():
    assert tables_without_rule() == set(), "add a line to network/retention/data/retention.csv"


def test_no_rule_is_of_a_table_that_is_gone():
    names = [rule.model for rule in load_rules()]
    assert len(names) == len(set(names))
    assert all(rule.model_class()._meta.label == rule.model for rule in load_rules())


def test_every_rule_says_why_and_only_those_that_delete_say_when():
    for rule in load_rules():
        assert rule.reason, rule.model
        deletes = rule.treatment == Treatment.PRUNED
        assert bool(rule.days) == bool(rule.since) == deletes, rule.model
        assert deletes or not (rule.condition or rule.along), rule.model


def test_the_queries_of_all_rules_run(db):
    with connection.cursor() as cursor:
        for rule in pruned():
            cursor.execute(selection(rule), [0, "1990-01-01"])


@pytest.mark.parametrize(
    ("model", "column"),
    [
        ("wagtailcore.Revision", "latest_revision_id"),
        ("wagtailcore.Revision", "live_revision_id"),
        ("wagtailcore.Revision", "revision_id"),
        ("aggregator.LibraryItem", "duplicate_of_id"),
        ("aggregator.LibraryItem", "item_id"),
    ],
)
def test_what_another_row_refers_to_stays(model, column):
    rule = next(rule for rule in pruned() if rule.model == model)
    assert any(f"r.{column} = t." in condition for condition in unreferenced(rule))
