"""Editor panel with the processing state of each file in the draft, and remarks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class FilesStatePanel(Panel):
    """Panel with the files of the last saved draft. It has no input."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("How readers get the files"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel bound to one material."""

        template_name = "agency_sites/reading/files_panel.html"

        def is_shown(self) -> bool:
            """Return whether the page has been saved, so that there is a draft."""
            return super().is_shown() and self.instance.pk is not None

        @property
        def media(self) -> forms.Media:
            """Return the script that polls while a file is being processed."""
            return super().media + forms.Media(js=["agency_sites/files_state.js"])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the files. Two queries."""
            return super().get_context_data(parent_context) | {"files": self.instance.files_to_read}
