"""Every (stage, move, role, relation, fact) combination against a table written independently.

The table below is the domain brief 3.2 and the dispatch (R2c, R7, R15) read once more; it shares
no code with `network.moderation.rules`.
"""

import itertools
from collections.abc import Iterator

import pytest

from network.agencies.models import Role
from network.moderation.rules import Move, MoveContext, moves_open, refusal_of
from network.moderation.stages import Stage
from network.moderation.wording import REFUSALS

# "-" stands before what must not be so.
#   move | where the page stands | who | what must be so
TABLE = (
    """
    submit | draft returned scheduled published withdrawn expired | WRITERS | LIVING
    take_back | waiting_appraisal waiting_approval returned | anybody | is_submitter
    return | waiting_appraisal | appraiser | -is_author is_newest
    return | waiting_approval | approver | -is_author is_newest
    appraise | waiting_appraisal | appraiser | -is_author is_newest
    approve | waiting_approval | approver | -is_author -is_appraiser is_newest is_appraised LIVING
    publish_urgently | waiting_appraisal | approver | -is_author is_newest URGENT
    appraise_afterwards | anywhere | appraiser | -is_author -is_approver owes_appraisal
    withdraw | anywhere | approver | is_out
    take_down | anywhere | overseer | is_out
""".replace("WRITERS", "author appraiser approver agency_admin")
    .replace("URGENT", "urgent_allowed -is_taken_down LIVING")
    .replace("LIVING", "-is_ended")
)
FACTS = (
    "is_author",
    "is_submitter",
    "is_appraiser",
    "is_approver",
    "is_newest",
    "is_appraised",
    "is_out",
    "urgent_allowed",
    "owes_appraisal",
    "is_taken_down",
    "is_ended",
)
ROLES = (
    frozenset(),
    *(frozenset({role}) for role in Role),
    frozenset({Role.AUTHOR, Role.APPRAISER, Role.APPROVER}),
    frozenset(Role),
)


def rows() -> Iterator[tuple[str, set[str], set[str], dict[str, bool]]]:
    for line in TABLE.strip().splitlines():
        move, stages, roles, needs = (part.strip() for part in line.split("|"))
        facts = {need.lstrip("-"): not need.startswith("-") for need in needs.split()}
        yield move, set(stages.split()), set(roles.split()), facts


ROWS = tuple(rows())


def is_allowed(move: str, situation: MoveContext) -> bool:
    """Return what the table says."""
    return any(
        name == move
        and ("anywhere" in stages or situation.stage in stages)
        and ("anybody" in roles or bool(roles & situation.roles))
        and all(getattr(situation, fact) is value for fact, value in facts.items())
        for name, stages, roles, facts in ROWS
    )


def situations(stage: Stage) -> Iterator[MoveContext]:
    for roles in ROLES:
        for values in itertools.product((False, True), repeat=len(FACTS)):
            yield MoveContext(stage=stage, roles=roles, **dict(zip(FACTS, values, strict=True)))


@pytest.mark.parametrize("stage", Stage)
def test_every_combination_is_as_the_table_says(stage, record_property):
    count = 0
    for situation in situations(stage):
        expected = {move for move in Move if is_allowed(move, situation)}
        assert moves_open(situation) == expected, situation
        count += len(Move)
    record_property("combinations", count)
    print(f"{stage}: {count} combinations")  # noqa: T201
    assert count == len(Move) * len(ROLES) * 2 ** len(FACTS)


def test_the_table_names_every_move_and_only_what_exists():
    assert {row[0] for row in ROWS} == set(Move)
    assert all(row[1] <= {*Stage, "anywhere"} for row in ROWS)
    assert all(row[2] <= {*Role, "anybody"} for row in ROWS)
    assert all(row[3].keys() <= set(FACTS) for row in ROWS)
    assert set(FACTS) | {"stage", "roles"} == set(MoveContext.__dataclass_fields__)


# One person holds all roles and everything else is right: the relation alone decides.
SOUND = {
    Move.APPRAISE: MoveContext(Stage.WAITING_APPRAISAL),
    Move.APPROVE: MoveContext(Stage.WAITING_APPROVAL, is_appraised=True),
    Move.PUBLISH_URGENTLY: MoveContext(Stage.WAITING_APPRAISAL, urgent_allowed=True),
    Move.APPRAISE_AFTERWARDS: MoveContext(Stage.PUBLISHED, owes_appraisal=True, is_out=True),
}


@pytest.mark.parametrize(
    ("move", "relation", "said"),
    [
        (Move.APPRAISE, "is_author", "own_text"),
        (Move.APPROVE, "is_author", "own_text"),
        (Move.APPROVE, "is_appraiser", "own_appraisal"),
        (Move.PUBLISH_URGENTLY, "is_author", "own_text"),
        (Move.APPRAISE_AFTERWARDS, "is_author", "own_text"),
        (Move.APPRAISE_AFTERWARDS, "is_approver", "own_approval"),
    ],
)
def test_the_reason_given_is_the_relation(move, relation, said):
    sound = {name: getattr(SOUND[move], name) for name in MoveContext.__dataclass_fields__}
    sound |= {"roles": frozenset(Role)}
    assert refusal_of(move, MoveContext(**sound)) is None
    assert refusal_of(move, MoveContext(**sound | {relation: True})) == said


def test_every_refusal_is_said_in_a_sentence():
    said = {
        refusal_of(move, situation)
        for stage in (Stage.DRAFT, Stage.WAITING_APPRAISAL, Stage.WAITING_APPROVAL)
        for situation in situations(stage)
        for move in Move
    }
    assert said - {None} <= set(REFUSALS)
    assert all(str(sentence).endswith(".") for sentence in REFUSALS.values())
