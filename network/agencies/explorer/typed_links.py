"""The dialog in which an address is typed for a link."""

from typing import Any

from wagtail.admin.forms.choosers import URLOrAbsolutePathField


class TypedAddressField(URLOrAbsolutePathField):
    """Wagtail's field breaks where the form lacks it."""

    def to_python(self, value: Any) -> Any:
        """Read no address as an empty one, which is refused with a sentence."""
        return super().to_python(value or "")
