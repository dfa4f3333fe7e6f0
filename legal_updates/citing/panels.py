"""Editor panel that lists the document numbers in a page's draft, with their legal status."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .selectors import draft_citations


class CitedDocumentsPanel(Panel):
    """Panel with the numbers in the last saved draft. It has no input."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Documents cited"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel bound to one page."""

        template_name = "legal_updates/cited_documents_panel.html"

        class Media:
            css = {"all": ["legal_updates/editor.css"]}

        def is_shown(self) -> bool:
            """Return whether the page has been saved, so that there is a draft."""
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the numbers, unknown ones first. One query."""
            day = timezone.localdate()
            found = draft_citations(self.instance)
            return super().get_context_data(parent_context) | {
                "unknown": [each.number for each in found if each.document is None],
                "known": [
                    (each.document, each.document.shown_validity(day))
                    for each in found
                    if each.document is not None
                ],
            }
