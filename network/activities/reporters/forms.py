"""Forms for reporters and speaker requests."""

import datetime as dt
from dataclasses import fields
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from network.agencies.models import Agency
from network.agencies.naming import agency_called
from network.core.fields import DayField, LineField, PaperNumberField, PhoneField, TextField, offer
from sites.models import Language

from ..desk.filters import topics
from ..models import (
    NAME_LENGTH,
    NUMBER_LENGTH,
    TEXT_LENGTH,
    Degree,
    Reporter,
    ReporterKind,
    ReporterLevel,
)
from ..reporter_services import ReporterFacts, SpeakerFacts
from ..selectors import serving_on


class ReporterForm(forms.Form):
    """Data of a recognised person."""

    kind = forms.ChoiceField(label=gettext_lazy("Recognised as"), choices=ReporterKind.choices)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=ReporterLevel.choices)
    name = LineField(label=gettext_lazy("Full name"), max_length=NAME_LENGTH, words=2)
    post = LineField(label=gettext_lazy("Post and place of work"), max_length=NAME_LENGTH, words=2)
    number = PaperNumberField(
        label=gettext_lazy("Decision of recognition: number"), max_length=NUMBER_LENGTH
    )
    since = DayField(label=gettext_lazy("Recognised on"), kind="deed")
    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics"),
        queryset=topics(),
        to_field_name="slug",
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=gettext_lazy("Hold Ctrl to choose several."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Speaks to people in"),
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Language.VIETNAMESE],
    )
    degree = forms.ChoiceField(label=gettext_lazy("Degree"), choices=Degree.choices)
    is_woman = forms.BooleanField(label=gettext_lazy("Woman"), required=False)
    phone = PhoneField(
        label=gettext_lazy("Phone"),
        max_length=NUMBER_LENGTH,
        required=False,
        help_text=gettext_lazy("For the agency alone, never public."),
    )
    email = forms.EmailField(label=gettext_lazy("Email"), required=False)

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for the service."""
        named = {each.name: self.cleaned_data[each.name] for each in fields(ReporterFacts)}
        return {"facts": ReporterFacts(**named)}


class EnterReporterForm(ReporterForm):
    """A new reporter in the list of one of the user's agencies."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("In the list of"), queryset=Agency.objects.none(), empty_label=None
    )
    field_order = ("agency",)

    def arguments(self) -> dict[str, Any]:
        """Add the agency to the arguments."""
        return {"agency": self.cleaned_data["agency"], **super().arguments()}


class EndRecognitionForm(forms.Form):
    """Last day of a recognition, and the decision."""

    until = DayField(label=gettext_lazy("Last day"))
    ending = PaperNumberField(
        label=gettext_lazy("Decision: number and reason"), max_length=NAME_LENGTH
    )


class ConsentForm(forms.Form):
    """Date of the person's consent."""

    consent_on = DayField(
        label=gettext_lazy("Agreed on"),
        help_text=gettext_lazy(
            "The public reads name, post, fields, languages and recognition; no phone, no email. "
            "Keep the signed paper. Taken back, it ends at once."
        ),
    )


class SpeakerRequestForm(forms.Form):
    """A speaker request."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("For the agency"), queryset=Agency.objects.none(), empty_label=None
    )
    to_agency = LineField(
        label=gettext_lazy("Asked agency"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Name or code of the agency that keeps the list."),
    )
    held_on = DayField(label=gettext_lazy("For the day"))
    place = LineField(label=gettext_lazy("Place"), max_length=NAME_LENGTH)
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topic"), queryset=topics(), to_field_name="slug", required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    words = TextField(
        label=gettext_lazy("What it is about, and for whom"),
        max_length=TEXT_LENGTH,
        rows=3,
        help_text=gettext_lazy("You may name whom you found in the public list."),
    )

    def clean_to_agency(self) -> Agency:
        """Return the matching agency. Raises ValidationError otherwise."""
        known = Agency.objects.valid_on(timezone.localdate())
        return agency_called(self.cleaned_data["to_agency"], known)

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for the service."""
        named = {each.name: self.cleaned_data[each.name] for each in fields(SpeakerFacts)}
        return {"agency": self.cleaned_data["agency"], "facts": SpeakerFacts(**named)}


class AcceptForm(forms.Form):
    """The reporter to send, with a remark."""

    reporter = forms.ModelChoiceField(
        label=gettext_lazy("Who comes"), queryset=Reporter.objects.none()
    )
    answer = LineField(label=gettext_lazy("Remark"), max_length=NAME_LENGTH, required=False)

    def offer(self, agency: Agency, day: dt.date) -> None:
        """Limit the choices to the agency's reporters in office on `day`."""
        people = serving_on(day).filter(agency=agency)
        offer(self, "reporter", people)


class DeclineSpeakerForm(forms.Form):
    """Reason for declining a request."""

    answer = LineField(
        label=gettext_lazy("Why"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("The agency that asked reads it."),
    )
