"""Forms for forwarding and refusing a question."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Agency
from network.agencies.naming import agency_called
from network.core.fields import LineField
from sites.reported_pages import open_agencies

from ..models import REASON_LENGTH, QuestionRefusal


class ForwardForm(forms.Form):
    """Receiving agency and reason."""

    # A text field instead of a choice, because there can be a thousand agencies.
    to = LineField(
        label=_("To which agency"),
        max_length=120,
        help_text=_("Its name, or a part of it, or its code; accents may be left out."),
    )
    reason = LineField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        min_length=10,
        rows=3,
        help_text=_("The other agency reads this, and so may the asker."),
    )

    def clean_to(self) -> Agency:
        """Return the matching agency with an open section. Raises ValidationError otherwise."""
        agencies = open_agencies(timezone.localdate()).order_by("name", "pk")
        return agency_called(self.cleaned_data["to"], agencies)


class RefuseQuestionForm(forms.Form):
    """Reason for not answering, shown to the asker."""

    refusal = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *QuestionRefusal.choices])
    note = LineField(
        label=_("What the asker reads"),
        max_length=REASON_LENGTH,
        min_length=10,
        rows=3,
        help_text=_("Say kindly where to turn instead, or what an answer would need."),
    )
