"""Random sequences of steps by people with every pair of roles, acting for agencies included.

Each sequence is made of its seed alone: `run_sequence(world, seed, steps)` repeats it.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from network.core.two_people import TwoPeople, declared_pairs
from network.moderation import rules
from network.moderation.moves import MoveRefused
from network.moderation.rules import FactIs
from tests.factories.owning import owning

from .checker import check_owners, check_pairs, check_readers, owners
from .steps import STEPS, toggle_act
from .world import SamePerson, World, make_world

pytestmark = pytest.mark.django_db
REFUSED = (ValidationError, PermissionDenied, MoveRefused)
LONG = 120


@dataclass
class Tally:
    """What the sequences came to."""

    sequences: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    # Refused by the database, after the service had let it pass.
    stopped: Counter[str] = field(default_factory=Counter)
    acts: int = 0
    readings: int = 0


@pytest.fixture(scope="module")
def world_of_module(once):
    return once(make_world)


@pytest.fixture
def world(world_of_module: World, db: None) -> World:
    """Return the world; each sequence goes back to it."""
    return world_of_module


def run_sequence(world: World, seed: int, steps: int, tally: Tally) -> None:
    """Take `steps` steps by five people of chance; raise AssertionError for a broken invariant."""
    chance = random.Random(seed)  # noqa: S311
    with transaction.atomic():
        world.begin()
        cast, known = world.cast(chance), owners()
        kinds = chance.sample(sorted({step.kind for step in STEPS}), 2)
        usual = [step for step in STEPS if step.kind in kinds]
        for number in range(steps):
            _take(world, chance.choice(cast), chance, usual, tally)
            if number % 20 == 19:
                known = check_owners(known)
                tally.readings += check_readers([chance.choice(cast)])
        check_pairs()
        check_owners(known)
        tally.readings += check_readers([*cast, *(each.author for each in world.offices)])
        tally.sequences += 1
        transaction.set_rollback(True)


def _take(world, person, chance, usual, tally) -> None:
    possible = [step for step in usual if step.creates or world.rows[step.kind]]
    step = None if chance.random() < 0.12 else chance.choice(possible)
    try:
        with transaction.atomic():
            if step is None:
                toggle_act(world, person, chance)
                tally.acts += 1
            else:
                step.take(world, person, chance)
                tally.taken[f"{step.kind}: {step.name}"] += 1
    except REFUSED:
        tally.refused += 1
    except IntegrityError as error:
        tally.stopped[str(error).partition("\n")[0]] += 1


def run(world: World, seeds: range, steps: int) -> Tally:
    tally = Tally()
    for seed in seeds:
        run_sequence(world, seed, steps, tally)
    print(  # noqa: T201
        f"{len(world.people)} personas, {tally.sequences} sequences, "
        f"{sum(tally.taken.values())} steps taken, {tally.refused} refused, {tally.acts} acts, "
        f"{tally.readings} readings; {len(declared_pairs())} pairs"
    )
    return tally


def without_service_checks():
    """Take the rule of two people from all services: the columns' and the review desk's."""
    always = {
        move: tuple(rule for rule in held if not _is_about_people(rule))
        for move, held in rules.RULES.items()
    }
    people = mock.patch.object(TwoPeople, "people", lambda self, row: set())
    return people, mock.patch.object(rules, "RULES", always)


def _is_about_people(rule) -> bool:
    return isinstance(rule, FactIs) and rule.fact in {"is_author", "is_appraiser", "is_approver"}


def drop_guards() -> None:
    """Take all guards of the declared pairs from the database."""
    with owning(), connection.cursor() as cursor:
        # No check may be pending on a table that is altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for pair in declared_pairs():
            table = pair.model.lower().replace(".", "_")
            if pair.guard in {"moderation_two_people"}:
                cursor.execute(f"DROP TRIGGER IF EXISTS {pair.guard} ON {table}")
            elif pair.guard != "channels_case_rules":
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {pair.guard}")


def test_nobody_takes_both_steps_of_a_pair_whatever_roles_they_hold(world):
    tally = run(world, range(14), 60)
    assert not tally.stopped
    assert sum(tally.taken.values()) > 120
    assert tally.acts > 50


def test_without_the_check_of_the_services_the_database_refuses(world):
    people, desk = without_service_checks()
    with people, desk:
        tally = run(world, range(14), 60)
    assert tally.stopped


def test_without_both_the_checker_finds_who_took_both_steps(world):
    people, desk = without_service_checks()
    drop_guards()
    with people, desk, pytest.raises(SamePerson):
        run(world, range(14), 60)


@pytest.mark.drill
def test_nobody_takes_both_steps_of_a_pair_in_long_sequences(world):
    tally = run(world, range(1000, 1000 + LONG), 120)
    assert not tally.stopped
    never = {f"{step.kind}: {step.name}" for step in STEPS} - tally.taken.keys()
    assert not never
