"""Audit log actions for questions and problem reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class QuestionAction(TextChoices):
    """Actions on what citizens submit."""

    TAKEN_IN = "question_taken_in", _("Question taken in")
    FORWARDED = "question_forwarded", _("Question forwarded")
    REFUSED = "question_refused", _("Question not answered")
    DRAFTED = "question_drafted", _("Answer begun")
    ANSWERED = "question_answered", _("Question answered")
    WITHDRAWN = "question_withdrawn", _("Question deleted by its asker")
    PROBLEM_CLOSED = "problem_closed", _("Reported problem closed")
