"""In the editor of a material: how far each file of its draft is, and what to know of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class FilesStatePanel(Panel):
    """The files of the last saved draft; nothing to fill in."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("How readers get the files"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel for one material."""

        template_name = "agency_sites/reading/files_panel.html"

        def is_shown(self) -> bool:
            """Return whether there is a draft to speak of."""
            return super().is_shown() and self.instance.pk is not None

        @property
        def media(self) -> forms.Media:
            """Return the script that asks anew while a file waits."""
            return super().media + forms.Media(js=["agency_sites/files_state.js"])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the files; two queries."""
            return super().get_context_data(parent_context) | {"files": self.instance.files_to_read}
