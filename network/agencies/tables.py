"""Base classes of our admin lists: Wagtail tables whose rows become blocks on narrow screens."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column, Table
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton

from network.core.export import ExportColumn, RowValue, csv_response

from .models import Role
from .requests import AdminRequest
from .scope import scope_now


class LabelledColumn(Column):
    """Column whose cells carry its label, for screens too narrow for a header row.

    With `shows` its label and its cells are those of a column of the exported file.
    """

    cell_template_name = "agencies/tables/cell.html"

    def __init__(self, name: str, *, shows: RowValue | None = None, **kwargs: Any) -> None:
        shown = {"label": shows.label, "accessor": shows} if shows else {}
        super().__init__(name, **shown | kwargs)


class TwoLineColumn(LabelledColumn):
    """Column with a bold first line and a muted second line."""

    cell_template_name = "agencies/tables/two_lines.html"

    def __init__(
        self,
        name: str,
        *,
        second: Callable[[Any], str] | RowValue = lambda row: "",
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self.second = second

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"second": self.second(instance)}


class LinkColumn(TwoLineColumn):
    """Two-line column whose first line links to `url(row)`."""

    cell_template_name = "agencies/tables/link.html"

    def __init__(self, name: str, *, url: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.url = url

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"url": self.url(instance)}


class TagColumn(LabelledColumn):
    """Column with a status tag. `primary(row)` decides whether it is highlighted."""

    cell_template_name = "agencies/tables/tag.html"

    def __init__(self, name: str, *, primary: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.primary = primary

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"primary": self.primary(instance)}


# The agency of a row, by its full name in files and by its short name on screens.
AGENCY = RowValue(gettext_lazy("Agency"), lambda row: row.agency.name)
AGENCY_COLUMN = LabelledColumn(
    "agency", label=AGENCY.label, accessor=lambda row: row.agency.short_name
)


class ActionsColumn(BaseColumn):
    """Column with buttons for a row: links, and one-button POST forms."""

    cell_template_name = "agencies/tables/actions.html"

    def __init__(self, name: str, *, actions: Callable[[Any], list[Button]], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.actions = actions

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"buttons": self.actions(instance)}


class PostButton(Button):
    """Button that posts to its URL without confirmation, for actions that can be undone.

    The token comes from the request: Wagtail's tables pass nothing else on to their cells.
    """

    template_name = "agencies/tables/post_button.html"
    # For templates that render links and buttons themselves.
    is_posted = True

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        return context | {"csrf_token": get_token(parent_context["request"])}


class StackedTable(Table):
    """Wagtail's table with the CSS class for stacking on narrow screens."""

    def __init__(self, columns: Any, data: Any, **kwargs: Any) -> None:
        super().__init__(columns, data, **kwargs | {"classname": "listing stacked"})


class TableView(BaseListingView):
    """List view with such a table. With `export_url_name` it also offers all rows as a CSV file."""

    request: AdminRequest
    table_class = StackedTable
    paginate_by = 50
    # Roles that may read the list; empty if the queryset itself is limited to the user.
    readers: Collection[Role] = ()
    export_url_name = ""
    file_name = ""
    # The lists above this one, as (URL, title).
    above: Sequence[tuple[str | Promise, str | Promise]] = ()
    # Set only by the URL of the export.
    as_file = False

    @property
    def export_columns(self) -> Sequence[ExportColumn]:
        """Return the columns of the exported file."""
        return ()

    @classmethod
    def paths(cls, route: str = "") -> list[URLPattern]:
        """Return the URL patterns of the list, its filtered results and its export.

        Only for the URL names that are set.
        """
        parts: dict[str, dict[str, Any]] = {
            "": {},
            "ket-qua/": {"results_only": True},
            "xuat/": {"as_file": True},
        }
        names = (cls.index_url_name, cls.index_results_url_name, cls.export_url_name)
        return [
            path(f"{route}{end}", cls.as_view(**settings), name=name.rpartition(":")[2])
            for name, (end, settings) in zip(names, parts.items(), strict=True)
            if name
        ]

    @classmethod
    def url_names(cls) -> list[str]:
        names = (cls.index_url_name, cls.index_results_url_name, cls.export_url_name)
        return [name for name in names if name]

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        """Return the paginator, which counts by the noun of the list, if it has one.

        Rows of several models would be called after the first.
        """
        paginator = super().get_paginator(*args, **kwargs)
        if self.verbose_name_plural:
            paginator.verbose_name = paginator.verbose_name_plural = self.verbose_name_plural
        return paginator

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.readers and scope_now(request).roles.isdisjoint(self.readers):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.as_file:
            response: HttpResponseBase = super().get(request, *args, **kwargs)
            return response
        rows = self.get_queryset().iterator(chunk_size=500)
        return csv_response(name=self.file_name, columns=self.export_columns, rows=rows)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the queryset unchanged: searchable lists filter in `get_base_queryset`."""
        return queryset

    def address_of(self, url_name: str) -> str:
        """Return the URL of a part of this list, with the keyword arguments of the current URL."""
        return reverse(url_name, kwargs=self.kwargs)

    def get_index_url(self) -> str:
        return self.address_of(self.index_url_name)

    def get_index_results_url(self) -> str:
        """Return the URL of the results fragment, or "" if there is none."""
        return self.address_of(self.index_results_url_name) if self.index_results_url_name else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *way, own = super().get_breadcrumbs_items()
        return [*way, *({"url": url, "label": title} for url, title in self.above), own]

    def get_header_buttons(self) -> list[Button]:
        buttons: list[Button] = super().get_header_buttons()
        if not self.export_url_name:
            return buttons
        query = self.request.GET.copy()
        query.pop(self.page_kwarg, None)
        address = self.address_of(self.export_url_name) + (f"?{query.urlencode()}" if query else "")
        return [*buttons, HeaderButton(_("Export CSV"), address, icon_name="download")]
