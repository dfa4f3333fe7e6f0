"""Forms for the editorial rules of an agency, one per role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.agencies.acting.selectors import actable_agencies
from network.agencies.models import Agency
from network.core.fields import LineField

from ..models import EditorialRules

SUGGESTED = 5


class UrgentForm(forms.ModelForm):
    """Đăng khẩn: whether urgent publication is allowed, and the hours until its appraisal."""

    class Meta:
        model = EditorialRules
        fields = ("urgent_allowed", "urgent_hours")


class BoardForm(forms.Form):
    """Choose the shared board by its agency's code or a unique part of its name."""

    board = LineField(
        label=_("Shared editorial board"),
        required=False,
        max_length=200,
        help_text=_(
            "Code or name of the agency whose appraisers may appraise here as well. "
            "Empty: nobody but this agency's own."
        ),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency

    def clean_board(self) -> Agency | None:
        """Return the one matching agency, or None if the field is empty. Raises ValidationError
        otherwise."""
        words = self.cleaned_data["board"]
        if not words:
            return None
        others = actable_agencies(words).exclude(pk=self.agency.pk)
        exact = others.filter(code__iexact=words).first()
        found = list(others[: SUGGESTED + 1])
        if exact or len(found) == 1:
            return exact or found[0]
        if not found:
            raise forms.ValidationError(
                _("No other open agency has this name or code. Look it up in the list.")
            )
        names = "; ".join(f"{row.name} ({row.code})" for row in found[:SUGGESTED])
        raise forms.ValidationError(
            _("Several agencies match: %(names)s. Write the code."), params={"names": names}
        )
