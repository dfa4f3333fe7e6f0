"""Forms for confirming or refusing a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import DayField, LineField, TextField, WebAddressField
from network.core.sorting import SortKey

from ..desk.register_forms import clean_text_address
from ..facts import DocumentFacts
from ..models import DocumentType, LegalDocument
from ..models.drafts import REASON_LENGTH


class ConfirmForm(forms.Form):
    """The facts of a document, prefilled as far as its sources give them."""

    number = LineField(label=_("Number and symbol"), max_length=60)
    type = forms.ModelChoiceField(
        label=_("Kind of document"),
        queryset=DocumentType.objects.order_by(SortKey("label")),
        required=False,
        empty_label=_("As the number tells"),
    )
    issuer = LineField(label=_("Issuing body"), max_length=200)
    issued_on = DayField(label=_("Date of issue"))
    title = LineField(
        label=_("Abstract"),
        max_length=1500,
        rows=3,
        help_text=LegalDocument._meta.get_field("title").help_text,
    )
    official_url = WebAddressField(
        label=_("Official text"),
        max_length=500,
        assume_scheme="https",
        validators=[clean_text_address],
        help_text=_("The page of this very document, not the front page of a portal."),
    )

    def facts(self) -> DocumentFacts:
        """Return the submitted facts."""
        told = self.cleaned_data
        return DocumentFacts(**told | {"type": told["type"].key if told["type"] else ""})


class RefuseDraftForm(forms.Form):
    """The reason of a refusal."""

    reason = TextField(
        label=_("Why it is refused"),
        max_length=REASON_LENGTH,
        min_length=5,
        rows=3,
        help_text=_("The texts that named it will not bring it here again."),
    )
