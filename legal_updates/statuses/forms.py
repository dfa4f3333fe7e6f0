"""Form fields of a row: the status and its official page."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import TextField, WebAddressField

from ..models.choices import Validity
from ..models.official import PageEvidence
from .services import SeenStatus

_ADDRESS_LENGTH = 1000


def _day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    formats = ["%Y-%m-%d", "%d/%m/%Y"]
    return forms.DateField(
        label=label, required=False, widget=widget, input_formats=formats, **options
    )


class EvidenceForm(forms.Form):
    """The official page and the day it was seen, for one row or all ticked rows."""

    evidence_url = WebAddressField(
        label=_("Official page"), max_length=_ADDRESS_LENGTH, required=False, assume_scheme="https"
    )
    seen_on = _day_field(_("Seen on"))


class StatusForm(EvidenceForm):
    """The status of one document as its official page shows it."""

    validity = forms.ChoiceField(
        label=_("Validity"), choices=[("", _("Choose")), *Validity.choices[1:]], required=False
    )
    day = _day_field(_("It has been so since"))
    parts = TextField(label=_("Parts that no longer hold"), required=False, max_length=2000, rows=2)

    field_order = ["validity", "day", "parts", "evidence_url", "seen_on"]


def evidence_of(row: forms.Form, common: forms.Form) -> PageEvidence | None:
    """Return the evidence of a row, completed from the common form; None if incomplete."""
    told = {
        name: row.cleaned_data.get(name) or common.cleaned_data.get(name)
        for name in ("evidence_url", "seen_on")
    }
    url, seen_on = told["evidence_url"], told["seen_on"]
    return PageEvidence(url, seen_on) if url and isinstance(seen_on, dt.date) else None


def status_of(row: forms.Form, evidence: PageEvidence) -> SeenStatus:
    """Return the status entered in a row."""
    told = row.cleaned_data
    validity = Validity(told["validity"] or Validity.UNDETERMINED)
    return SeenStatus(validity, evidence, told["day"], told["parts"])
