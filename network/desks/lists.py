"""The list of a desk, and the panel of the start page that is its head."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from network.agencies.figures import Figure
from network.agencies.scope import Scope, scope_now
from network.agencies.tables import TableView

from .panels import COUNTED, PanelRow, WorkPanel


class DeskList(TableView):
    """What waits, a page of it at a time. A desk with a panel says what `item` shows of a row."""

    paginate_by = 30
    # URL name of the page of one row.
    row_url_name = ""
    panel_name = ""
    panel_order = 0
    # Empty: the list's own title.
    panel_heading: str | Promise = ""
    now: dt.datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    @property
    def scope(self) -> Scope:
        """Return where the person may look."""
        return scope_now(self.request)

    @classmethod
    def row_url(cls, row: Any) -> str:
        """Return the address of a row's own page."""
        return reverse(cls.row_url_name, args=[row.pk])

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Return the list as this person finds it, to ask it what it shows."""
        desk = cls()
        desk.setup(request)
        return desk

    @classmethod
    def panel(cls, request: HttpRequest) -> WorkPanel:
        """Return the head of the list for the person's start page."""
        return WorkPanel(cls.of(request))

    @property
    def kind(self) -> str:
        """Return what kind of work its rows are."""
        return str(self.panel_heading or self.page_title)

    @property
    def work_url(self) -> str:
        """Return the address of the list of what waits."""
        return reverse(self.index_url_name)

    def panel_rows(self) -> Any:
        """Return the rows of the panel: those of the list."""
        return self.get_base_queryset()

    def count(self) -> int:
        """Return how many rows the panel counts, COUNTED + 1 for more; one query."""
        number: int = self.panel_rows().order_by()[: COUNTED + 1].count()
        return number

    def item(self, row: Any) -> PanelRow:
        """Return a row as the panel shows it."""
        raise NotImplementedError

    def figures(self) -> Sequence[Figure]:
        """Return the numbers above the rows of the panel."""
        return []


class ItemList(DeskList):
    """A list that shows its rows as the panel does."""

    results_template_name = "desks/item_results.html"
    columns: Sequence[Any] = ()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of this page as they are shown."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"items": [self.item(row) for row in context["object_list"]]}
