"""Audit log actions for directives and their tasks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DirectiveAction(TextChoices):
    """Actions on directives and tasks."""

    DRAWN_UP = "directive_drawn_up", _("Directive drawn up")
    CHANGED = "directive_changed", _("Draft of a directive changed")
    DISCARDED = "directive_discarded", _("Draft of a directive deleted")
    SENT = "directive_sent", _("Directive sent")
    CLOSED = "directive_closed", _("Directive closed")
    RECEIVED = "directive_received", _("Directive received")
    ASKED = "directive_asked", _("Question about a directive")
    ANSWERED = "directive_answered", _("Question about a directive answered")
    TASK_STARTED = "task_started", _("Task begun")
    TASK_DONE = "task_done", _("Task reported as done")
    TASK_ACCEPTED = "task_accepted", _("Task accepted")
    TASK_RETURNED = "task_returned", _("Task returned")
