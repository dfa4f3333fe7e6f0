"""The chooser dialog for typing a link's URL."""

from typing import Any

from wagtail.admin.forms.choosers import URLOrAbsolutePathField


class TypedAddressField(URLOrAbsolutePathField):
    """Wagtail's URL field, made safe for requests without the field."""

    def to_python(self, value: Any) -> Any:
        """Treat a missing value as empty, which is then refused with an error message."""
        return super().to_python(value or "")
