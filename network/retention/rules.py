"""The rule of every table: what is deleted when, or why its rows stay (`data/retention.csv`)."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import DO_NOTHING, ForeignObjectRel, Model
from django.db.models.fields.related import ForeignKey

DATA = Path(__file__).resolve().parent / "data" / "retention.csv"


class Treatment(StrEnum):
    """What happens to the rows of a table in the course of the years."""

    # This room deletes them at night.
    PRUNED = "pruned"
    # Another task deletes them, which `reason` names.
    ELSEWHERE = "elsewhere"
    # They go with the row that they belong to.
    OWNED = "owned"
    # The law, a decision or a report needs them for ever.
    RECORD = "record"
    # Content and people: somebody deletes them on a screen, or keeps them.
    CONTENT = "content"
    # Lists, settings and counters, which do not grow with time.
    BOUNDED = "bounded"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """One line of the file.

    `since` is an SQL expression over the row `t` for the moment from which `days` count,
    `condition` SQL that must be true for the row to go, `along` the models whose rows go with it.
    """

    model: str
    treatment: Treatment
    days: int
    since: str
    condition: str
    along: tuple[str, ...]
    reason: str

    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)


@cache
def load_rules() -> tuple[RetentionRule, ...]:
    """Return the rules in the order of the file."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        return tuple(
            RetentionRule(
                model=row["model"],
                treatment=Treatment(row["treatment"]),
                days=int(row["days"] or 0),
                since=row["since"],
                condition=row["condition"],
                along=tuple(row["along"].split()),
                reason=row["reason"],
            )
            for row in csv.DictReader(lines)
        )


def pruned() -> list[RetentionRule]:
    """Return the rules by which this room deletes rows."""
    return [rule for rule in load_rules() if rule.treatment == Treatment.PRUNED]


def unreferenced(rule: RetentionRule) -> list[str]:
    """Return SQL conditions: no foreign key of a model outside `along` points at the row `t`.

    Columns that log another row's number (DO_NOTHING) outlive that row and hold nothing.
    """
    return [
        f"NOT EXISTS (SELECT FROM {field.model._meta.db_table} r"
        f" WHERE r.{field.column} = t.{field.target_field.column})"
        for field in _references_to(rule.model_class())
        if field.model._meta.label not in rule.along
    ]


def _references_to(model: type[Model]) -> list[ForeignKey]:
    relations = model._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in relations
        if isinstance(relation, ForeignObjectRel)
        and isinstance(relation.field, ForeignKey)
        and relation.on_delete is not DO_NOTHING
    ]
