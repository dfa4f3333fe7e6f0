"""Fields of forms that know Vietnamese."""

from typing import Any

from django import forms

from .text import slugify_vi


class SlugField(forms.SlugField):
    """The last part of an address; words typed into it become one.

    Wagtail's makes it in the browser, where words lose letters: "Xã Đăk Song" became "x-k-song".
    """

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        return slugify_vi(str(super().to_python(value)))
