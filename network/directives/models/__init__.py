"""Models of directives, recipients, tasks and assignments."""

from .directives import Directive, DirectiveKind, DirectiveQuestion, Recipient, RecipientRole
from .tasks import (
    OPEN_STATES,
    Assignment,
    AssignmentState,
    DirectiveTask,
    Rhythm,
)

__all__ = [
    "OPEN_STATES",
    "Assignment",
    "AssignmentState",
    "Directive",
    "DirectiveKind",
    "DirectiveQuestion",
    "DirectiveTask",
    "Recipient",
    "RecipientRole",
    "Rhythm",
]
