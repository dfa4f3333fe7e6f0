"""The frame of forms that anybody may send: no session, no account, and a trap for robots."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_input

from .stamps import Stamp, make_stamp, read_stamp


class GuardedForm(forms.Form):
    """A form with a signed stamp, and a field that only robots fill in.

    The view answers a robot as it answers everybody, and keeps nothing.
    """

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.now = now
        self.read: Stamp | None = None
        self.fields["stamp"].initial = make_stamp(now)

    @property
    def is_of_a_robot(self) -> bool:
        """Return whether something stands in the field that nobody sees."""
        return bool(self.data.get("website"))

    def clean_stamp(self) -> str:
        """Refuse a form that was sent too fast, lies there too long, or is not ours."""
        written = self.cleaned_data["stamp"]
        self.read = read_stamp(written)
        if self.read is None or not self.read.is_of_a_person(self.now):
            # Shown again with a stamp of its own, whatever was typed stays.
            self.data = {**dict(self.data.items()), "stamp": make_stamp(self.now)}
            raise ValidationError(
                _("The form was sent too fast, or lay open too long. Look at it and send it again.")
            )
        return str(written)


class TextField(forms.CharField):
    """A text of several lines as it may be stored: nothing invisible in it."""

    def __init__(self, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 8)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the cleaned text."""
        return clean_input(super().to_python(value) or "")
