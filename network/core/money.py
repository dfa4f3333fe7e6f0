"""Amounts in đồng: the form field, the largest amount, and numbers with dots between thousands."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# No budget of an agency is larger; a larger amount is a typing error.
MOST_DONG = 10**12
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")


def group_thousands(number: int) -> str:
    """Return a number with dots between thousands: 1.500.000."""
    return f"{number:,}".replace(",", ".")


def parse_grouped(text: str) -> int:
    """Parse a whole number with or without dots or spaces between thousands. Raises ValueError for
    other text, such as "1.5"."""
    if not _GROUPED.fullmatch(text):
        raise ValueError(text)
    return int(re.sub(r"[. ]", "", text))


class DongField(forms.IntegerField):
    """An amount in đồng, typed with or without dots between thousands."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric"})
        super().__init__(required=False, min_value=0, max_value=MOST_DONG, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int:
        """Return the amount, 0 if empty. Raises ValidationError for other text, such as "1.5"."""
        text = str(value or "").strip()
        if not text:
            return 0
        try:
            return parse_grouped(text)
        except ValueError as error:
            raise ValidationError(_("Write whole đồng, for example 1.500.000.")) from error

    def prepare_value(self, value: Any) -> Any:
        """Return the amount with dots, "" for 0."""
        return (group_thousands(value) if value else "") if isinstance(value, int) else value
