"""The list of a desk, and its first rows as a panel of the start page."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from network.agencies.figures import Figure
from network.agencies.scope import Scope, scope_now
from network.agencies.tables import TableView

from .delegation import WaitingRow, with_delegations
from .panels import COUNTED, Delegable, PanelRow, WorkPanel
from .transitions import held_roles


class DeskList(TableView):
    """Paginated list of waiting rows. A desk with a panel implements `item`."""

    paginate_by = 30
    # URL name of a row's page.
    row_url_name = ""
    panel_name = ""
    panel_order = 0
    # Heading of the panel; "" means the page title.
    panel_heading: str | Promise = ""
    # Label of the button beside a row on the start page.
    action: str | Promise = gettext_lazy("View")
    # URL name of the form that hands a row to a colleague; such desks implement `waiting_row`.
    delegate_url_name = ""
    now: dt.datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    @property
    def scope(self) -> Scope:
        """Return the scope of the current user."""
        return scope_now(self.request)

    @classmethod
    def row_url(cls, row: Any) -> str:
        """Return the URL of a row's page."""
        return reverse(cls.row_url_name, args=[row.pk])

    @classmethod
    def waiting_row(cls, row: Any) -> WaitingRow:
        """Return what people need to know to hand over a row."""
        raise NotImplementedError

    def delegable(self, row: Any, *, since: dt.datetime | None = None) -> Delegable:
        """Return the stored row of a panel row, with the form for users who may hand it over."""
        waiting, held = self.waiting_row(row), held_roles(self.scope, row.agency_id)
        is_open = not waiting.refusal and waiting.may_delegate(self.request.user, held)
        url = reverse(self.delegate_url_name, args=[row.pk]) if is_open else ""
        return Delegable(type(row), row.pk, url, since)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Return an instance of the view for this request, to read its rows outside of the list
        page."""
        desk = cls()
        desk.setup(request)
        return desk

    @classmethod
    def panel(cls, request: HttpRequest) -> WorkPanel:
        """Return the panel of the list for the user's start page."""
        return WorkPanel(cls.of(request))

    @property
    def kind(self) -> str:
        """Return the name of this kind of work."""
        return str(self.panel_heading or self.page_title)

    @property
    def work_url(self) -> str:
        """Return the URL of the list."""
        return reverse(self.index_url_name)

    def panel_rows(self) -> Any:
        """Return the rows of the panel, by default those of the list."""
        return self.get_base_queryset()

    def count(self) -> int:
        """Return the number of panel rows, or COUNTED + 1 if there are more. One query."""
        number: int = self.panel_rows().order_by()[: COUNTED + 1].count()
        return number

    def item(self, row: Any) -> PanelRow:
        """Return a row in the form shown by the panel."""
        raise NotImplementedError

    def figures(self) -> Sequence[Figure]:
        """Return the figures above the rows of the panel."""
        return []


class ItemList(DeskList):
    """A list that shows its rows in the same form as the panel."""

    results_template_name = "desks/item_results.html"
    columns: Sequence[Any] = ()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of the current page as panel rows."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        items = [self.item(row) for row in context["object_list"]]
        return context | {"items": with_delegations(items, self.request.user)}
