"""Forms for plans."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from network.agencies.models import Agency
from network.core.fields import DayField, LineField, TextField

from ...links.addresses import Platform
from ...models import NAME_LENGTH
from ...models.plans import TEXT_LENGTH
from .services import PlanFacts


class PlanForm(forms.Form):
    """The values of a plan (R13)."""

    networks = forms.MultipleChoiceField(
        label=gettext_lazy("Networks"),
        choices=Platform.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    formats = TextField(
        label=gettext_lazy("What is published, and how"),
        max_length=TEXT_LENGTH,
        words=2,
        rows=4,
        help_text=gettext_lazy("News, short films, pictures, answers, live talks: what suits you."),
    )
    rhythm = LineField(
        label=gettext_lazy("How often something is posted"),
        max_length=NAME_LENGTH,
        words=2,
        help_text=gettext_lazy("As “two texts and a film a week”."),
    )
    lead = LineField(
        label=gettext_lazy("Who leads it"),
        max_length=NAME_LENGTH,
        words=1,
        help_text=gettext_lazy("A unit or a post rather than a name."),
    )
    valid_from = DayField(label=gettext_lazy("Plan from"), kind="plan", is_of_agency=True)
    valid_to = DayField(label=gettext_lazy("Plan until"), kind="plan", is_deadline=True)

    def arguments(self) -> dict[str, Any]:
        """Return the service's arguments."""
        return {"facts": PlanFacts(**self.cleaned_data)}


class BeginForm(PlanForm):
    """A new plan of one of the user's agencies."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())

    field_order = ("agency",)

    def arguments(self) -> dict[str, Any]:
        """Return the service's arguments, with the agency."""
        agency = self.cleaned_data.pop("agency")
        return {"agency": agency, **super().arguments()}


class CarryOnForm(PlanForm):
    """A plan that continues another one, and what changes."""

    changes = TextField(
        label=gettext_lazy("What changes against the plan before"),
        max_length=TEXT_LENGTH,
        words=2,
        rows=3,
    )

    field_order = ("changes",)
