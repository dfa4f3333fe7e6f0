"""Form for a new preview link."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import LineField

from ..models import PreviewLink


class PreviewLinkForm(forms.Form):
    """The reader's name and the duration of the link."""

    made_for = LineField(
        label=_("For whom"),
        max_length=PreviewLink._meta.get_field("made_for").max_length,
        help_text=_("Name and position of the reader."),
    )
    hours = forms.TypedChoiceField(
        label=_("How long the link works"),
        choices=[(24, _("One day")), (72, _("Three days")), (168, _("One week"))],
        coerce=int,
        widget=forms.RadioSelect,
        initial=24,
    )

    def lasting(self) -> dt.timedelta:
        """Return the chosen duration. Call only on a valid form."""
        return dt.timedelta(hours=self.cleaned_data["hours"])
