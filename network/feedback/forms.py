"""The rating form below each page, and the form for reasons."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.utils.translation import gettext_lazy as _

from network.core.fields import LineField
from network.moderation.hints.personal_data import personal_spans

from .models import LONGEST_TEXT, DissatisfactionReason, Satisfaction
from .pages import page_of


class PageField(forms.CharField):
    """The signed path of a page. Its value is the path."""

    def clean(self, value: Any) -> str:
        """Return the path. Raises ValidationError if it is not signed by us."""
        try:
            return page_of(super().clean(value))
        except BadSignature as error:
            raise ValidationError(_("This page cannot be rated.")) from error


class RatingForm(forms.Form):
    """One of three answers. The honeypot `website` stays empty."""

    page = PageField()
    answer = forms.ChoiceField(choices=Satisfaction.choices)
    website = forms.CharField(required=False)


class ReasonForm(forms.Form):
    """Optional reasons for an answer."""

    page = PageField(widget=forms.HiddenInput)
    reasons = forms.MultipleChoiceField(
        choices=DissatisfactionReason.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    text = LineField(
        label=_("What else do you need to know?"), max_length=LONGEST_TEXT, required=False, rows=4
    )

    def clean_text(self) -> str:
        """Return the text. Raises ValidationError if it contains personal data."""
        text: str = self.cleaned_data["text"]
        if personal_spans(text):
            raise ValidationError(
                _("Leave out telephone numbers, identity numbers and addresses, of others too.")
            )
        return text
