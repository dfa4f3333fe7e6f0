"""Forms for qualifications."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import DayField, LineField, PastDateField
from network.media.evidence import EvidenceField

from .models import TITLE_LENGTH, QualificationKind
from .services import QualificationFacts


class QualificationForm(forms.Form):
    """A degree, a position or a training."""

    kind: Any = forms.ModelChoiceField(
        label=_("Kind"), queryset=QualificationKind.objects.none(), empty_label=None
    )
    title = LineField(
        label=_("School or course"),
        max_length=TITLE_LENGTH,
        words=1,
        required=False,
        help_text=_("For example: Hanoi Law University; course of the Justice Department."),
    )
    received_on = PastDateField(label=_("Date of the certificate"), kind="degree")
    valid_until = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("Leave it empty if it does not end."),
    )
    file = EvidenceField(
        label=_("File"),
        required=False,
        help_text=_(
            "PDF, JPG or PNG. Needed only where somebody asks for it: it is personal data, opened "
            "by the admins of the person's agencies and by the overseer."
        ),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = QualificationKind.objects.valid_on(today)
        # Also offer the recorded kind if it is no longer valid today.
        if before := self.initial.get("kind"):
            kinds |= QualificationKind.objects.filter(pk=before)
        field: Any = self.fields["kind"]
        field.queryset = kinds

    def facts(self) -> QualificationFacts:
        """Return the service's argument."""
        names = ("kind", "title", "received_on", "valid_until", "file")
        return QualificationFacts(**{name: self.cleaned_data[name] for name in names})


class ChangeQualificationForm(QualificationForm):
    """Change a qualification or remove it."""

    remove = forms.BooleanField(
        label=_("Remove it"), required=False, help_text=_("It was recorded by mistake.")
    )
