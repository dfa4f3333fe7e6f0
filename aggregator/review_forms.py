"""Form for the reason why items are skipped."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from network.core.fields import LineField

from .review_services import REASON_LENGTH

OTHER = "other"
_USUAL = {
    "subject": _("Not about law or policy"),
    "elsewhere": _("Does not concern the people of the province"),
    "old": _("Out of date"),
    "repeated": _("Said already by another item"),
    "unfit": _("The text at the source is wrong or cannot be opened"),
}


class ReviewReasonForm(forms.Form):
    """A usual reason, or one in the reviewer's own words."""

    usual = forms.ChoiceField(
        label=_("Why"),
        choices=[*_USUAL.items(), (OTHER, _("Another reason:"))],
        widget=forms.RadioSelect,
    )
    words = LineField(label=_("In your own words"), max_length=REASON_LENGTH, required=False)

    @staticmethod
    def asked(data: QueryDict) -> bool:
        """Return whether this form was submitted, and not the list's button that leads to it."""
        return "words" in data

    def clean(self) -> dict[str, Any]:
        """Add `reason`, the text stored with the item. Requires words if "another reason" is
        chosen."""
        cleaned = super().clean() or {}
        words = cleaned.get("words", "")
        usual = cleaned.get("usual")
        if usual == OTHER and not words:
            self.add_error("words", _("Say in a few words why."))
        named = str(_USUAL.get(usual, "")) if usual else ""
        cleaned["reason"] = ": ".join(each for each in (named, words) if each)[:REASON_LENGTH]
        return cleaned
