"""Form fields and forms of channels, plans, cases and scans."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from network.core.fields import LineField, PaperNumberField, PastDateField
from network.media.evidence import EvidenceField, TakenKinds

from ..links.address_errors import AddressError
from ..links.addresses import parse_page
from ..models import ADDRESS_LENGTH, NAME_LENGTH, NUMBER_LENGTH

PICTURES = TakenKinds(["jpg", "jpeg", "png", "webp"])


class AddressField(LineField):
    """A link to a channel in any spelling."""

    def __init__(self, **kwargs: Any) -> None:
        said = {
            "label": gettext_lazy("Address of the page"),
            "help_text": gettext_lazy("Open the page in the browser and copy its address."),
        }
        super().__init__(max_length=ADDRESS_LENGTH, **said | kwargs)

    def clean(self, value: Any) -> str:
        """Return the normalized URL of the channel, "" if the field is empty. Raises
        ValidationError if the link names no channel."""
        typed: str = super().clean(value)
        try:
            return parse_page(typed).url if typed else ""
        except AddressError as error:
            raise forms.ValidationError(str(error.reason)) from error


class ApprovalForm(forms.Form):
    """The signed document that approves a channel or plan (R15)."""

    number = PaperNumberField(
        label=gettext_lazy("Number of the document"), max_length=NUMBER_LENGTH
    )
    approved_on = PastDateField(label=gettext_lazy("Its date"), kind="page_deed", is_of_agency=True)
    signer = LineField(
        label=gettext_lazy("Who signed it, and their post"), max_length=NAME_LENGTH, words=2
    )
    file = EvidenceField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, JPG or PNG; opened by the agency and by Sở Tư pháp."),
    )


class DoubtForm(forms.Form):
    """The reason for which a channel is being verified."""

    reason = LineField(
        label=gettext_lazy("Why it is doubtful who controls the page"),
        max_length=NAME_LENGTH,
        words=2,
        rows=2,
    )


class ReturnForm(forms.Form):
    """The reason for a return."""

    reason = LineField(
        label=gettext_lazy("What is to be changed"), max_length=NAME_LENGTH, words=2, rows=2
    )
