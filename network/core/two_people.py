"""Pairs of steps that two different people must take, declared as constraints of models.

A model lists a `TwoPeople` constraint in its Meta: PostgreSQL then refuses a row in which the same
person took both steps. The service that takes the second step calls `refuse_same_person` first, so
that the person reads a sentence. `declared_pairs` returns all pairs, for the tests and for the
table of docs/adr/0054-two-people.md. Pairs with another guard, as a trigger over several tables,
are registered in `OTHER_PAIRS`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Model, Q

from network.core.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


@dataclass(frozen=True, slots=True)
class PeoplePair:
    """Two steps on one row: the user in `second` must not be among the users in `first`."""

    # For example "practices.Practice".
    model: str
    first: str
    second: str
    # The name of the CHECK constraint, or of the trigger.
    guard: str


PREPARED_BY = "prepared_by"
# Pairs enforced by a trigger, or by a constraint with more conditions, under any unique name.
OTHER_PAIRS = Registry[PeoplePair]("pairs of people that other guards keep apart")


class TwoPeople(models.CheckConstraint):
    """Rejects a row whose `second` column names a user who is also named by its `first` column.

    `first` is a foreign key to a user, or `prepared_by` of `PreparedRow`. Migrations see a plain
    CheckConstraint, so that they do not depend on this class.
    """

    def __init__(self, *, first: str, second: str, name: str, refusal: "StrOrPromise") -> None:
        same = (
            Q(prepared_by__contains=[F(second)])
            if first == PREPARED_BY
            else Q(**{second: F(first)})
        )
        super().__init__(condition=Q(**{second: None}) | ~same, name=name)
        self.first, self.second, self.refusal = first, second, refusal

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return the parts of the plain constraint with the same condition and name."""
        return models.CheckConstraint(condition=self.condition, name=self.name).deconstruct()

    def clone(self) -> "TwoPeople":
        """Return an equal constraint; Django clones those of abstract models."""
        return TwoPeople(first=self.first, second=self.second, name=self.name, refusal=self.refusal)

    def people(self, row: Model) -> set[int]:
        """Return the ids of the users who did the first step on `row`."""
        if self.first == PREPARED_BY:
            return set(row.prepared_by)  # type: ignore[attr-defined]
        key = getattr(row, f"{self.first}_id")
        return set() if key is None else {key}


class PreparedRow(models.Model):
    """Abstract model of rows that several users write, change and submit before another one
    decides."""

    # Ids of all these users. A trigger refuses to remove one of them.
    prepared_by = ArrayField(models.BigIntegerField(), default=list, editable=False)

    class Meta:
        abstract = True

    def add_preparer(self, user: Model) -> None:
        """Note that `user` wrote, changed or submitted the row; the caller saves it."""
        if user.pk not in self.prepared_by:
            self.prepared_by = [*self.prepared_by, user.pk]


def refuse_same_person(row: Model, second: str, user: Model) -> None:
    """Raise ValidationError if an earlier step of `user` on `row` excludes them from step `second`.

    `second` is the column that will name the user. Call it with the row locked.
    """
    if refusal := same_person_refusal(row, second, user):
        raise ValidationError(refusal)


def same_person_refusal(row: Model, second: str, user: Model) -> "StrOrPromise":
    """Return why an earlier step of `user` on `row` excludes them from step `second`, or ""."""
    rules = (rule for rule in _rules_of(row, second) if user.pk in rule.people(row))
    return next((rule.refusal for rule in rules), "")


def people_excluded_from(row: Model, second: str) -> set[int]:
    """Return the ids of all users whom an earlier step on `row` excludes from step `second`."""
    return {person for rule in _rules_of(row, second) for person in rule.people(row)}


def _rules_of(row: Model, second: str) -> Iterator[TwoPeople]:
    for rule in row._meta.constraints:
        if isinstance(rule, TwoPeople) and rule.second == second:
            yield rule


def declared_pairs() -> list[PeoplePair]:
    """Return all pairs: those of the models' constraints, then those with another guard."""
    return [*_pairs_of_models(), *OTHER_PAIRS.values()]


def _pairs_of_models() -> Iterator[PeoplePair]:
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, TwoPeople):
                yield PeoplePair(
                    model._meta.label, constraint.first, constraint.second, constraint.name
                )
