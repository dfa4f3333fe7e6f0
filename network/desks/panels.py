"""Panels of the start page: the first rows of a desk, and figures linked to lists."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.functional import Promise, cached_property
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.core.start_page import StartColumn

if TYPE_CHECKING:
    from .lists import DeskList

ROWS_SHOWN = 10
# Above this number the panel shows "more than": counting thousands of rows on each screen is slow.
COUNTED = 99


@dataclass(frozen=True, slots=True)
class Delegable:
    """Names the stored row behind a panel row, which people can hand to a colleague."""

    model: type[Model]
    pk: int
    # The form, "" for users who may not hand it over.
    url: str
    # Start of the stage: an earlier delegation was about something else.
    since: dt.datetime | None = None


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
    # When it came to this person; None if unknown. The bell counts what came since the last look.
    came_at: dt.datetime | None = None
    # Label of the button, "" for that of the desk.
    action: str | Promise = ""
    # Only this person, or another leader, can decide it.
    is_decision: bool = False
    # The row may cause harm until it is done, e.g. a public article without appraisal. It therefore
    # comes before all due dates.
    goes_first: bool = False
    # Set if people may hand it to a colleague.
    delegable: Delegable | None = None
    # Who handed it to whom, in words; and whether that is somebody else (`delegation`).
    delegation: str = ""
    is_elsewhere: bool = False
    # The form that reminds those on whom it waits, "" for users who may not or did today; and who
    # last reminded of it, in words.
    remind_url: str = ""
    reminder: str = ""


class NumbersPanel(Component):
    """Panel of figures only, each linked to the list that it counts.

    In the second column it is closed unless `is_open`.
    """

    note = ""

    def __init__(
        self,
        name: str,
        *,
        heading: str | Promise,
        order: int,
        figures: Callable[[], Sequence[Figure]],
        column: StartColumn = StartColumn.SIDE,
        is_open: bool = False,
    ) -> None:
        self.name, self.heading, self.order, self.figures = name, heading, order, figures
        self.column, self.is_closed = column, not is_open

    @property
    def template_name(self) -> str:
        """Return the template: tiles above the columns, else a list."""
        return "desks/tiles.html" if self.column == StartColumn.TOP else "desks/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"panel": self, "figures": self.figures()}


class WorkPanel(Component):
    """Rows of a desk's list, with a link to the whole list. Folded unless `column` says otherwise.

    `rows` are given if they are loaded already; by default the first ones of the list are.
    """

    template_name = "desks/panel.html"

    def __init__(
        self,
        desk: "DeskList",
        *,
        column: StartColumn = StartColumn.FOLDED,
        heading: str | Promise = "",
        note: str | Promise = "",
        rows: Sequence[PanelRow] | None = None,
        most: int = ROWS_SHOWN,
    ) -> None:
        self.desk, self.name, self.order = desk, desk.panel_name, desk.panel_order
        self.column, self.heading, self.note = column, heading or desk.kind, note
        self.rows, self.most = rows, most

    @cached_property
    def items(self) -> Sequence[PanelRow]:
        """Return the rows, at least one more than is shown if there are more. At most one query."""
        if self.rows is not None:
            return self.rows
        return [self.desk.item(row) for row in self.desk.panel_rows()[: self.most + 1]]

    @property
    def number(self) -> str:
        """Return the number of rows, "10+" if more than ten were not counted."""
        has_more = self.rows is None and len(self.items) > self.most
        return f"{self.most}+" if has_more else str(len(self.items))

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "panel": self,
            "figures": self.desk.figures(),
            "items": self.items[: self.most],
            "empty": self.desk.no_results_message,
            "url": self.desk.index_url if len(self.items) > self.most else "",
        }
