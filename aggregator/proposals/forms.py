"""Forms for making and declining proposals."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Agency
from network.core.fields import LineField, WebAddressField

from ..forms import clean_public_address
from ..models import WORDS_LENGTH

_SHORTEST = 10
_TOO_SHORT = {"min_length": _("Say why, in at least ten letters.")}


class ProposalForm(forms.Form):
    """An agency's proposal: an address and the reason."""

    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), label=_("For which agency"), empty_label=None
    )
    url = WebAddressField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Copy it from the browser's address bar."),
    )
    why = LineField(
        label=_("Why"),
        max_length=WORDS_LENGTH,
        min_length=_SHORTEST,
        error_messages=_TOO_SHORT,
        rows=3,
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
        """Return the address. Raises ValidationError unless it is a public web address."""
        return clean_public_address(str(self.cleaned_data["url"]))


class DeclineProposalForm(forms.Form):
    """The reason for declining a proposal."""

    answer = LineField(
        label=_("Why it is declined"),
        max_length=WORDS_LENGTH,
        min_length=_SHORTEST,
        error_messages=_TOO_SHORT,
        rows=3,
        help_text=_("The agency reads this."),
    )
