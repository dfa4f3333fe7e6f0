"""Panel of the admin start page: how many files are still being converted."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.scope import below, scope_now
from network.core.start_page import StartColumn

from .viewing.models import Rendering, RenderingState


class ConversionPanel(Component):
    """Shows how many of the user's files can already be read in the browser."""

    name, order, column = "conversions", 890, StartColumn.SIDE
    heading, is_closed = gettext_lazy("Files are being converted"), True
    template_name = "media/conversion_panel.html"

    def __init__(self, done: int, total: int) -> None:
        self.done, self.total, self.note = done, total, f"{done} / {total}"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the numbers and the heading."""
        return {"heading": self.heading, "done": self.done, "total": self.total}


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel while files in collections readable by the user wait for conversion.

    One query on the index of waiting rows. A second query counts all files, but only while some are
    waiting.
    """
    within = below(scope_now(request).readable_collections, field="document__collection__path")
    waiting = Rendering.objects.filter(within, state=RenderingState.WAITING).count()
    if not waiting:
        return []
    total = Rendering.objects.filter(within).count()
    return [ConversionPanel(total - waiting, total)]
