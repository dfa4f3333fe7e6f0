"""Forms for the transitions of cases and reports."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Agency
from network.agencies.naming import agency_called
from network.core.fields import LineField
from network.media.evidence import PHOTOGRAPHS, EvidenceField
from sites.reported_pages import open_agencies

from ...models import HARMLESS, NAME_LENGTH, NOTE_LENGTH, NUMBER_LENGTH, CaseAuthority, CaseOutcome
from ...shared.forms import AddressField


class TakeForm(forms.Form):
    """The agency that the page imitates, and the page's name as the officer has seen it."""

    agency = forms.ModelChoiceField(
        label=_("Agency that the page passes for"), queryset=Agency.objects.none()
    )
    # Warnings show this name to the public.
    name = LineField(
        label=_("Name of the page"),
        max_length=NAME_LENGTH,
        help_text=_("Exactly as it stands there, with its odd letters: copy it."),
    )


def number_field() -> LineField:
    """Return the form field of a page's number, which stays the same when the page is renamed."""
    return LineField(
        label=_("Number on the platform"),
        max_length=NUMBER_LENGTH,
        required=False,
        help_text=_(
            "As the platform shows it under “About” or “Page transparency”: a page that is renamed"
            " is found again by it."
        ),
    )


class OpenCaseForm(TakeForm):
    """A page that may impersonate an agency."""

    url = AddressField()
    platform_number = number_field()
    remarks = LineField(
        label=_("What was seen"),
        max_length=NOTE_LENGTH,
        words=2,
        required=False,
        help_text=_("Earlier names, a tick: a tick proves nothing."),
    )

    field_order = ("agency", "url", "platform_number")


class CaseEvidenceForm(forms.Form):
    """A picture of the page as evidence."""

    file = EvidenceField(
        kinds=PHOTOGRAPHS,
        label=_("Picture of the screen"),
        help_text=_(
            "Cover names and telephone numbers of citizens before you add it: it stays as it is."
        ),
    )
    words = LineField(label=_("What it shows"), max_length=NAME_LENGTH, words=2)
    platform_number = number_field()


class GroundsForm(forms.Form):
    """The reason for a decision; it is logged."""

    reason = LineField(
        label=_("On what grounds"), min_length=5, max_length=NOTE_LENGTH, words=2, rows=3
    )


class SettleForm(GroundsForm):
    """What the page is, if it does not impersonate the agency."""

    outcome = forms.ChoiceField(
        label=_("What the page is"),
        choices=[(each, CaseOutcome(each).label) for each in HARMLESS],
        widget=forms.RadioSelect,
    )

    field_order = ("outcome", "reason")


class NotifyForm(forms.Form):
    """The authority that a fake was reported to, and the reference number."""

    authority = forms.ModelChoiceField(
        label=_("Reported to"), queryset=CaseAuthority.objects.none(), widget=forms.RadioSelect
    )
    reference = LineField(
        label=_("Number of the letter or of the report"), max_length=NUMBER_LENGTH
    )


class LookAgainForm(forms.Form):
    """Whether the page is still online."""

    seen = forms.ChoiceField(
        label=_("What you saw today"),
        choices=[("there", _("The page is still there")), ("gone", _("The page is gone"))],
        widget=forms.RadioSelect,
    )

    def arguments(self) -> dict[str, Any]:
        """Return the service's arguments."""
        return {"is_there": self.cleaned_data["seen"] == "there"}


class HandOverForm(forms.Form):
    """The agency to which a report is handed over."""

    # A text field, because a list of a thousand agencies is too long.
    to = LineField(
        label=_("To which agency"),
        max_length=120,
        help_text=_("Its name, or a part of it, or its code; accents may be left out."),
    )

    def clean_to(self) -> Agency:
        """Return the one matching agency with an open section. Raises ValidationError for none or
        several."""
        agencies = open_agencies(timezone.localdate()).order_by("name", "pk")
        return agency_called(self.cleaned_data["to"], agencies)


class ReportAnswerForm(forms.Form):
    """The answer that the sender of a report reads."""

    answer = LineField(
        label=_("Answer"),
        min_length=10,
        words=2,
        max_length=NOTE_LENGTH,
        rows=3,
        help_text=_("Who has the code reads it. Never call a page fake that is not confirmed."),
    )
