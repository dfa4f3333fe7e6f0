"""Panels of the start page: the first rows of a desk, and figures linked to lists."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise, cached_property
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure

if TYPE_CHECKING:
    from .lists import DeskList

ROWS_SHOWN = 10
# Above this number the panel shows "more than": counting thousands of rows on each screen is slow.
COUNTED = 99


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A row of a panel with its link and texts."""

    url: str
    title: str
    state: str
    facts: str
    remark: str = ""
    # A warning in words. The colour only repeats it.
    warning: str = ""
    # Due date, and the date since when it waits.
    due: dt.date | None = None
    since: dt.date | None = None
    # The row may cause harm until it is done, e.g. a public article without appraisal. It therefore
    # comes before all due dates.
    goes_first: bool = False


class NumbersPanel(Component):
    """Panel of figures only, each linked to the list that it counts."""

    template_name = "desks/panel.html"

    def __init__(
        self,
        name: str,
        *,
        heading: str | Promise,
        order: int,
        figures: Callable[[], Sequence[Figure]],
    ) -> None:
        self.name, self.heading, self.order, self.figures = name, heading, order, figures

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"panel": self, "figures": self.figures()}


class WorkPanel(Component):
    """The first rows of a desk's list, with a link to the whole list."""

    template_name = "desks/panel.html"

    def __init__(self, desk: "DeskList") -> None:
        self.desk, self.name, self.order = desk, desk.panel_name, desk.panel_order

    @cached_property
    def items(self) -> list[PanelRow]:
        """Return one row more than is shown, so that the template knows whether there are more. One
        query."""
        return [self.desk.item(row) for row in self.desk.panel_rows()[: ROWS_SHOWN + 1]]

    @property
    def heading(self) -> str:
        """Return the heading."""
        return self.desk.kind

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "panel": self,
            "figures": self.desk.figures(),
            "items": self.items[:ROWS_SHOWN],
            "empty": self.desk.no_results_message,
            "url": self.desk.index_url if len(self.items) > ROWS_SHOWN else "",
        }
