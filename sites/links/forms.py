"""The addresses that sections must lead to, all in one form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aggregator.forms import clean_public_address
from network.agencies.models import AgencyKind

from ..models import RequiredLink

_MOST = 20


class RequiredLinkForm(forms.ModelForm):
    """One address and the kinds of agency whose sections show it."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of agency"),
        choices=AgencyKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = RequiredLink
        fields = ["title", "url", "kinds"]

    def clean_url(self) -> str:
        """Return the address where it leads to the public network."""
        try:
            return clean_public_address(str(self.cleaned_data["url"]))
        except ValidationError as error:
            text = _("This is not a public web address: enter one like https://gialai.gov.vn/.")
            raise ValidationError(text) from error


RequiredLinkFormSet: Any = forms.modelformset_factory(
    RequiredLink,
    form=RequiredLinkForm,
    extra=1,
    can_delete=True,
    max_num=_MOST,
    validate_max=True,
    absolute_max=_MOST,
)
