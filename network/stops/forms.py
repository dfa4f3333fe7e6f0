"""Forms of the network admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import LineField

_LONGEST = 200


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget)


class AnnounceForm(forms.Form):
    """A new stop."""

    begins_at = _moment(_("Begins"))
    ends_at = _moment(_("Expected end"))
    reason = LineField(label=_("Reason"), max_length=_LONGEST)
    works = LineField(label=_("What still works"), max_length=_LONGEST)
    force_majeure = LineField(
        label=_("Why it was not announced in time"),
        help_text=_("Only for what nobody could foresee, as a power failure."),
        max_length=_LONGEST,
        required=False,
    )


class ExtendForm(forms.Form):
    """The new end of a stop."""

    ends_at = _moment(_("Expected end"))
    reason = LineField(label=_("Why it lasts longer"), max_length=_LONGEST)
