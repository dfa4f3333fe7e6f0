"""Rules for moves: who may do what to a page. Pure functions without database access.

They implement dispatch 1510/STP-PBGDPL (R2c, R7, R15) as worded in domain brief 3.2. `services`
checks them inside its transaction; screens use them to offer buttons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from network.agencies.models import Role

from .stages import WAITING, Stage


class Move(StrEnum):
    """Moves that people can make on a page."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    RETURN = "return"
    APPRAISE = "appraise"
    APPROVE = "approve"
    PUBLISH_URGENTLY = "publish_urgently"
    APPRAISE_AFTERWARDS = "appraise_afterwards"
    WITHDRAW = "withdraw"
    TAKE_DOWN = "take_down"


class MoveRefusal(StrEnum):
    """Reasons to refuse a move. `wording.REFUSALS` has the sentence for each."""

    WRONG_STAGE = "wrong_stage"
    WRONG_ROLE = "wrong_role"
    OWN_TEXT = "own_text"
    OWN_APPRAISAL = "own_appraisal"
    OWN_APPROVAL = "own_approval"
    CHANGED_MEANWHILE = "changed_meanwhile"
    NOT_APPRAISED = "not_appraised"
    NOT_URGENT_HERE = "not_urgent_here"
    NOT_SUBMITTER = "not_submitter"
    NOT_OUT = "not_out"
    NOTHING_OWED = "nothing_owed"
    TAKEN_DOWN = "taken_down"
    AGENCY_ENDED = "agency_ended"
    # Checked on the text and the page tree, not on a MoveContext.
    TEXT_BLOCKED = "text_blocked"
    FOREIGN_ROWS = "foreign_rows"
    PRIVATE_NUMBERS = "private_numbers"
    FILES_UNREADABLE = "files_unreadable"
    FILES_CHANGED = "files_changed"
    PAGES_BELOW = "pages_below"


@dataclass(frozen=True, slots=True)
class MoveContext:
    """The facts about one page, one person and one moment that the rules read."""

    stage: Stage
    # Roles held today in the page's agency. Appraisers of the shared board have APPRAISER here.
    roles: frozenset[Role] = frozenset()
    # Whether the person wrote part of the text to be decided: any revision since the last published
    # one.
    is_author: bool = False
    is_submitter: bool = False
    # Whether the person appraised exactly this revision, or published it urgently.
    is_appraiser: bool = False
    is_approver: bool = False
    # Whether the revision the person saw is the newest and belongs to the current task.
    is_newest: bool = True
    # Whether exactly this content has passed its appraisal.
    is_appraised: bool = False
    # Whether the page is public, or scheduled to be.
    is_out: bool = False
    urgent_allowed: bool = False
    # Whether the page was published urgently and its appraisal is still owed.
    owes_appraisal: bool = False
    # Whether the overseer took the page down and it has not been approved since.
    is_taken_down: bool = False
    # Whether the page's agency has ended and the page is not public: the section stays readable and
    # is corrected, but nothing new is published.
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class MoveRule:
    """One condition of a move, with the refusal if it is not met."""

    refusal: MoveRefusal

    def permits(self, situation: MoveContext) -> bool:
        """Return whether the condition is met."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class StageIs(MoveRule):
    """The page must be at one of these stages."""

    stages: frozenset[Stage]

    def permits(self, situation: MoveContext) -> bool:
        """Return whether the page is at one of the stages."""
        return situation.stage in self.stages


@dataclass(frozen=True, slots=True)
class Holds(MoveRule):
    """The person must hold one of these roles in the page's agency today."""

    roles: frozenset[Role]

    def permits(self, situation: MoveContext) -> bool:
        """Return whether the person holds one of the roles."""
        return bool(situation.roles & self.roles)


@dataclass(frozen=True, slots=True)
class FactIs(MoveRule):
    """A boolean fact of the context must have the given value."""

    fact: str
    value: bool

    def permits(self, situation: MoveContext) -> bool:
        """Return whether the fact has the given value."""
        return getattr(situation, self.fact) is self.value


def _at(*stages: Stage) -> MoveRule:
    return StageIs(MoveRefusal.WRONG_STAGE, frozenset(stages))


def _by(*roles: Role) -> MoveRule:
    return Holds(MoveRefusal.WRONG_ROLE, frozenset(roles))


_WRITERS = _by(Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN)
_NOT_AUTHOR = FactIs(MoveRefusal.OWN_TEXT, "is_author", False)
_NOT_APPRAISER = FactIs(MoveRefusal.OWN_APPRAISAL, "is_appraiser", False)
_NOT_APPROVER = FactIs(MoveRefusal.OWN_APPROVAL, "is_approver", False)
_NOT_ENDED = FactIs(MoveRefusal.AGENCY_ENDED, "is_ended", False)
_SEEN = FactIs(MoveRefusal.CHANGED_MEANWHILE, "is_newest", True)

RULES: Mapping[Move, tuple[MoveRule, ...]] = {
    Move.SUBMIT: (
        _WRITERS,
        _NOT_ENDED,
        # Any stage that does not wait. A scheduled text keeps its time until a newer one is
        # approved.
        _at(*frozenset(Stage) - WAITING),
    ),
    Move.TAKE_BACK: (
        _at(*WAITING, Stage.RETURNED),
        FactIs(MoveRefusal.NOT_SUBMITTER, "is_submitter", True),
    ),
    Move.APPRAISE: (_by(Role.APPRAISER), _at(Stage.WAITING_APPRAISAL), _NOT_AUTHOR, _SEEN),
    Move.APPROVE: (
        _by(Role.APPROVER),
        _NOT_ENDED,
        _at(Stage.WAITING_APPROVAL),
        _NOT_AUTHOR,
        _NOT_APPRAISER,
        _SEEN,
        FactIs(MoveRefusal.NOT_APPRAISED, "is_appraised", True),
    ),
    Move.PUBLISH_URGENTLY: (
        _by(Role.APPROVER),
        _NOT_ENDED,
        FactIs(MoveRefusal.NOT_URGENT_HERE, "urgent_allowed", True),
        # A page taken down by the overseer needs the usual appraisal and approval.
        FactIs(MoveRefusal.TAKEN_DOWN, "is_taken_down", False),
        _at(Stage.WAITING_APPRAISAL),
        _NOT_AUTHOR,
        _SEEN,
    ),
    Move.APPRAISE_AFTERWARDS: (
        _by(Role.APPRAISER),
        FactIs(MoveRefusal.NOTHING_OWED, "owes_appraisal", True),
        _NOT_AUTHOR,
        _NOT_APPROVER,
    ),
    Move.WITHDRAW: (_by(Role.APPROVER), FactIs(MoveRefusal.NOT_OUT, "is_out", True)),
    Move.TAKE_DOWN: (_by(Role.OVERSEER), FactIs(MoveRefusal.NOT_OUT, "is_out", True)),
}
# The people who decide next may return a page. Writers cannot return their own text; they take it
# back.
_RETURNERS: Mapping[Stage, tuple[MoveRule, ...]] = {
    Stage.WAITING_APPRAISAL: (_by(Role.APPRAISER), _NOT_AUTHOR, _SEEN),
    Stage.WAITING_APPROVAL: (_by(Role.APPROVER), _NOT_AUTHOR, _SEEN),
}


def refusal_of(move: Move, situation: MoveContext) -> MoveRefusal | None:
    """Return the first refusal of the move, or None if it is allowed."""
    if move is Move.RETURN:
        rules: tuple[MoveRule, ...] = _RETURNERS.get(situation.stage, (_at(*WAITING),))
    else:
        rules = RULES[move]
    return next((rule.refusal for rule in rules if not rule.permits(situation)), None)


def withdrawing_move(situation: MoveContext) -> Move:
    """Return the move for withdrawing: TAKE_DOWN for overseers, else WITHDRAW. It may still be
    refused."""
    return Move.TAKE_DOWN if Role.OVERSEER in situation.roles else Move.WITHDRAW


def moves_open(situation: MoveContext) -> frozenset[Move]:
    """Return the moves this person may make now."""
    return frozenset(move for move in Move if refusal_of(move, situation) is None)
