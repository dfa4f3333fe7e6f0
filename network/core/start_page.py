"""Registry of panels for the admin's start page."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from .registry import Registry


class StartColumn(StrEnum):
    """Where the start page shows a panel, by the panel's attribute `column`.

    Panels of MAIN, SIDE and FOLDED have a `heading` and a `note`, which the page shows around them.
    TOP is above both columns. A panel without the attribute draws its own frame in the main column.
    """

    TOP = "top"
    MAIN = "main"
    SIDE = "side"
    # In the main column, closed until somebody opens it.
    FOLDED = "folded"


# Each function returns the panels for the request's user. Component.order gives the position.
START_PANELS = Registry[Callable[[HttpRequest], Iterable[Component]]]("panels of the start page")
