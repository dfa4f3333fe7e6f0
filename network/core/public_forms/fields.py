"""Fields of what citizens send."""

from typing import Any

from django import forms

from network.core.text import clean_input


class LineField(forms.CharField):
    """A text on one line as it may be stored: nothing invisible in it."""

    def to_python(self, value: Any) -> str:
        """Return the cleaned text, before its length is looked at."""
        return " ".join(clean_input(super().to_python(value) or "").split())


class TextField(forms.CharField):
    """A text of several lines as it may be stored: nothing invisible in it."""

    def __init__(self, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 8)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_input(super().to_python(value) or "")
