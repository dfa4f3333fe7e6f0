"""Guard rules of the directive screens."""

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path
from network.agencies.scope import Scope
from network.desks.guarding import row_rules, rows_in_scope

from ..models import Assignment, Recipient
from ..selectors import readable_directives
from .receipt_views import ReceiptsView
from .register_views import DirectivesView
from .task_views import AssignmentsView

DIRECTIVE, RECEIPT, ASSIGNMENT = "directive", "directive_receipt", "directive_assignment"


def _directive(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return not writing and readable_directives(scope).filter(pk=pk).exists()


def _acts(kind: str, key: str, *names: str) -> dict[str, Rule]:
    """Return guard rules for actions that only overseers take on a row."""
    refs = path(**{key: kind})
    rule = Rule(UrlAudience.OVERSEER, refs, overseer_act=True)
    return {f"directives:{name}": rule for name in names}


KINDS = {
    DIRECTIVE: ObjectAccess(_directive),
    RECEIPT: rows_in_scope(Recipient),
    ASSIGNMENT: rows_in_scope(Assignment),
}
_ON_DRAFTS = ("edit", "add_task", "remove_task", "send", "close", "discard")
_DIRECTIVE = path(directive_id=DIRECTIVE)
RULES = {
    **list_rules(DirectivesView, audience=UrlAudience.OVERSIGHT_REPORTS),
    **list_rules(ReceiptsView, AssignmentsView),
    "directives:directive": Rule(UrlAudience.OVERSIGHT_REPORTS, _DIRECTIVE),
    "directives:file": Rule(UrlAudience.EVERYONE, _DIRECTIVE),
    "directives:add": Rule(UrlAudience.OVERSEER, names_nothing(), overseer_act=True),
    **_acts(DIRECTIVE, "directive_id", *_ON_DRAFTS),
    **row_rules(
        "directives", RECEIPT, "recipient_id", read=("receipt",), changed=("receive", "ask")
    ),
    **_acts(RECEIPT, "recipient_id", "answer"),
    **row_rules(
        "directives",
        ASSIGNMENT,
        "assignment_id",
        read=("task",),
        changed=("start", "finish", "delegate"),
    ),
    **_acts(ASSIGNMENT, "assignment_id", "accept", "send_back"),
}
