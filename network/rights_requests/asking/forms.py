"""Public form to request a takedown, a correction, or one's personal data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import LineField, TextField
from network.core.spam_guard.forms import GuardedForm

from .. import consent
from ..models import LINE_LENGTH, TEXT_LENGTH, Ground, RequestKind

SHORTEST_TEXT = 20


class RightsRequestForm(GuardedForm):
    """The request, its ground and its reason. The only personal field is an optional email
    address."""

    purpose = "rights_requests.send"

    # Asked only if the form was not opened from a page.
    address = LineField(label=_("Which page (its address)"), max_length=LINE_LENGTH, required=False)
    kind = forms.ChoiceField(
        label=_("What do you ask for?"), choices=RequestKind.choices, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=_("By what right?"), choices=Ground.choices, widget=forms.RadioSelect
    )
    text = TextField(
        label=_("What it is about, and why"),
        min_length=SHORTEST_TEXT,
        max_length=TEXT_LENGTH,
        rows=6,
        help_text=_(
            "Say which sentence or picture you mean. Write no number of an identity card: the"
            " agency asks if it needs more."
        ),
    )
    evidence = LineField(
        label=_("What shows your right (you may leave it empty)"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("An address where your work appeared first, or a number of a document."),
    )
    contact = forms.EmailField(
        label=_("Your email (needed for a copy alone)"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only to answer you. Without it you read the answer by your code."),
    )
    consent = forms.BooleanField()

    field_order = (
        *("address", "kind", "ground", "text", "evidence", "contact", "consent"),
        *("website", "stamp"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consent.wording()
        self.fields["consent"].error_messages["required"] = _(
            "Without your consent the request may not be kept."
        )

    def clean(self) -> dict[str, Any]:
        """Require an email address for the request of a copy."""
        cleaned = super().clean()
        is_copy = cleaned.get("kind") == RequestKind.COPY
        if is_copy and not cleaned.get("contact") and "contact" not in self.errors:
            self.add_error("contact", _("Say where the copy is to be sent."))
        return cleaned
