"""Forms for reporting a problem, and for closing a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import LineField, TextField
from network.core.spam_guard.forms import GuardedForm

from ..models import PROBLEM_LENGTH, REASON_LENGTH, ProblemKind


class ProblemForm(GuardedForm):
    """Kind of problem and an optional description."""

    purpose = "questions.report"

    kind = forms.ChoiceField(
        label=_("What is wrong?"), choices=ProblemKind.choices, widget=forms.RadioSelect
    )
    text = TextField(
        label=_("Where, and what should it be? (you may leave it empty)"),
        max_length=PROBLEM_LENGTH,
        required=False,
        rows=5,
        help_text=_(
            "Write nothing about yourself: nobody answers this. To ask, use the form for questions."
        ),
    )

    field_order = ("kind", "text", "website", "stamp")


class CloseForm(forms.Form):
    """Note on what was done."""

    note = LineField(
        label=_("What was done"),
        max_length=REASON_LENGTH,
        min_length=5,
        rows=3,
        help_text=_(
            "For your colleagues: what was corrected, or why there was nothing to correct."
        ),
    )
