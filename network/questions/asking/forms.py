"""The form for asking a question (domain brief 10)."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from legal_updates.models import Topic
from network.agencies.models import Agency
from network.core.fields import LineField, TextField
from network.core.sorting import SortKey
from network.core.spam_guard.forms import GuardedForm
from sites.models import QUESTION_LENGTH

from .. import consent
from ..models import PLACE_LENGTH

SHORTEST_QUESTION = 20


class AskForm(GuardedForm):
    """Form with the question, its topic and its place. The asker's identity is not requested."""

    purpose = "questions.ask"

    text = TextField(
        label=_("Your question"),
        min_length=SHORTEST_QUESTION,
        max_length=QUESTION_LENGTH,
        help_text=_(
            "Say what happened and what you want to know. Write no names, numbers of identity"
            " cards, telephones or land parcels: an answer does not need them."
        ),
    )
    topic = forms.ModelChoiceField(
        label=_("What it is about"),
        queryset=Topic.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("I do not know"),
    )
    place = LineField(
        label=_("Your commune or ward (you may leave it empty)"),
        max_length=PLACE_LENGTH,
        required=False,
        help_text=_("The old name will do."),
    )
    agency = forms.ChoiceField(
        label=_("To which agency"),
        required=False,
        help_text=_("Not sure? Leave it as it is: the question is forwarded to whom it concerns."),
    )
    contact = forms.EmailField(
        label=_("Your email (you may leave it empty)"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only to tell you that the answer is there. It is never published."),
    )
    consent = forms.BooleanField()

    field_order = ("text", "topic", "place", "agency", "contact", "consent", "website", "stamp")

    def __init__(self, *args: Any, now: dt.datetime, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, now=now, **kwargs)
        topic: Any = self.fields["topic"]
        topic.queryset = Topic.objects.order_by(SortKey("name"))
        self.agencies = {agency.slug: agency for agency in agencies}
        asked: Any = self.fields["agency"]
        asked.choices = [(slug, agency.name) for slug, agency in self.agencies.items()]
        # An unticked box is no consent. The browser may report it before the form is submitted.
        self.fields["consent"].label = consent.wording()
        self.fields["consent"].error_messages["required"] = _(
            "Without your consent the question may not be kept."
        )

    def clean_agency(self) -> Agency:
        """Return the chosen agency, or the first of the list if none was chosen."""
        slug = self.cleaned_data["agency"]
        return self.agencies[slug] if slug else next(iter(self.agencies.values()))
