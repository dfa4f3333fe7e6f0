"""The start page: what waits on a desk, the first rows of it, and numbers that lead to lists."""

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
# Beyond this a number says "more than": counting thousands would cost every screen.
COUNTED = 99


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A row as a panel shows it: where it leads, and what is said of it."""

    url: str
    title: str
    state: str
    facts: str
    remark: str = ""
    # What must not be overlooked, in words: the colour only repeats it.
    warning: str = ""
    # Until when it is to be done, and since when it waits.
    due: dt.date | None = None
    since: dt.date | None = None
    # Harm is possible until it is done, whatever the deadlines of other rows: an article that is
    # public but not appraised.
    goes_first: bool = False


class NumbersPanel(Component):
    """Numbers alone, each leading to the list that it counts."""

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
    """The head of a desk's list, and the way to the whole of it."""

    template_name = "desks/panel.html"

    def __init__(self, desk: "DeskList") -> None:
        self.desk, self.name, self.order = desk, desk.panel_name, desk.panel_order

    @cached_property
    def items(self) -> list[PanelRow]:
        """Return one row more than is shown: it tells that there are more. One query."""
        return [self.desk.item(row) for row in self.desk.panel_rows()[: ROWS_SHOWN + 1]]

    @property
    def heading(self) -> str:
        """Return the head."""
        return self.desk.kind

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "panel": self,
            "figures": self.desk.figures(),
            "items": self.items[:ROWS_SHOWN],
            "empty": self.desk.no_results_message,
            "url": self.desk.index_url if len(self.items) > ROWS_SHOWN else "",
        }
