"""What an agency says of what it proposes, and what the network answers."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Agency
from network.core.fields import WebAddressField
from network.core.text import clean_input

from ..forms import clean_public_address
from ..models import WORDS_LENGTH

_SHORTEST = 10


def _clean_words(words: str) -> str:
    """Return the words in one line. Raises ValidationError where they say nothing."""
    words = " ".join(clean_input(words).split())
    if len(words) < _SHORTEST:
        raise ValidationError(_("Say why, in at least ten letters."))
    return words


class ProposalForm(forms.Form):
    """An address, and why it should be in the common library."""

    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label=_("For which agency"), empty_label=None
    )
    url = WebAddressField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Copy it from the browser's address bar."),
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the people of your area get from it."),
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["agency"])
        field.queryset = Agency.objects.filter(pk__in=[each.pk for each in agencies])
        field.initial = agencies[0]
        if len(agencies) == 1:
            field.widget = forms.HiddenInput()

    def clean_url(self) -> str:
        """Return the address where it leads to the public network."""
        return clean_public_address(str(self.cleaned_data["url"]))

    def clean_why(self) -> str:
        """Return the reason in one line."""
        return _clean_words(self.cleaned_data["why"])


class DeclineProposalForm(forms.Form):
    """Why the network does not take it."""

    answer = forms.CharField(
        label=_("Why it is declined"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The agency reads this."),
    )

    def clean_answer(self) -> str:
        """Return the reason in one line."""
        return _clean_words(self.cleaned_data["answer"])
