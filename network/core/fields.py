"""Form fields that clean pasted text, slugs and URLs."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import QuerySet

from .text import clean_input, slugify_vi


class LineField(forms.CharField):
    """A single-line text field, cleaned of characters that pasting brings along.

    With `rows` the widget has room for a sentence or two.
    """

    def __init__(self, *, rows: int = 1, **kwargs: Any) -> None:
        if rows > 1:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the cleaned text. Runs before the length is validated."""
        return " ".join(clean_input(super().to_python(value) or "").split()) or self.empty_value


class TextField(forms.CharField):
    """A multi-line text field, cleaned like LineField but with line breaks."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": rows})} | kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the cleaned text. Runs before the length is validated."""
        return clean_input(super().to_python(value) or "") or self.empty_value


class SlugField(forms.SlugField):
    """Slug field that converts typed words to a slug.

    Wagtail does this in the browser and loses letters: "Xã Đăk Song" became "x-k-song".
    """

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        return slugify_vi(str(super().to_python(value)))


def offer[Form: forms.BaseForm](form: Form, name: str, rows: QuerySet[Any]) -> Form:
    """Limit the choices of field `name` to `rows`. Returns the form."""
    field: Any = form.fields[name]
    field.queryset = rows
    return form


class WebAddressField(forms.URLField):
    """URL field for http and https. A mistake gives a single error message."""

    default_validators = [URLValidator(schemes=["http", "https"])]


def require_web_address(field: forms.Field) -> None:
    """Replace the URL validators of a model form's field by those of `WebAddressField`."""
    others = [each for each in field.validators if not isinstance(each, URLValidator)]
    field.validators = [*others, *WebAddressField.default_validators]
