"""Form with the reasons why private numbers may stay."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from network.core.fields import TextField

from ..private_numbers import FoundNumber

REASON_LENGTH = 500


class WaiverForm(forms.Form):
    """One required reason per number."""

    def __init__(self, *args: Any, numbers: Sequence[FoundNumber], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = numbers
        for number in numbers:
            self.fields[number.key] = TextField(
                label=_("Why this number may stand before everybody"),
                max_length=REASON_LENGTH,
                rows=2,
                error_messages={
                    "required": _("Say why, or go back and take the number out of the text.")
                },
            )

    def rows(self) -> Iterator[tuple[FoundNumber, BoundField]]:
        """Yield each number with its reason field."""
        for number in self.numbers:
            yield number, self[number.key]
