"""Fields of forms: what people type, addresses of our pages and of the web."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import QuerySet

from .text import clean_input, slugify_vi


class LineField(forms.CharField):
    """A text without line ends as it may be stored: nothing in it that pasting brings.

    With `rows` there is room for a sentence or two.
    """

    def __init__(self, *, rows: int = 1, **kwargs: Any) -> None:
        if rows > 1:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the cleaned text, before its length is looked at."""
        return " ".join(clean_input(super().to_python(value) or "").split()) or self.empty_value


class TextField(forms.CharField):
    """The same of a text in which the end of a line means something."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": rows})} | kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the cleaned text, before its length is looked at."""
        return clean_input(super().to_python(value) or "") or self.empty_value


class SlugField(forms.SlugField):
    """The last part of an address; words typed into it become one.

    Wagtail's makes it in the browser, where words lose letters: "Xã Đăk Song" became "x-k-song".
    """

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        return slugify_vi(str(super().to_python(value)))


def offer[Form: forms.BaseForm](form: Form, name: str, rows: QuerySet[Any]) -> Form:
    """Return the form, whose field `name` chooses among `rows` alone."""
    field: Any = form.fields[name]
    field.queryset = rows
    return form


class WebAddressField(forms.URLField):
    """An address that begins with http or https; a mistake is told once."""

    default_validators = [URLValidator(schemes=["http", "https"])]


def require_web_address(field: forms.Field) -> None:
    """Hold the field of a model's form to what `WebAddressField` takes."""
    others = [each for each in field.validators if not isinstance(each, URLValidator)]
    field.validators = [*others, *WebAddressField.default_validators]
