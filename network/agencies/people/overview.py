"""Everybody's roles, for who oversees the network and for who runs it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton

from ..acting.selectors import is_overseer
from ..log.export import csv_response
from ..tables import StackedTable
from .columns import CELLS, overview_columns
from .overview_filters import OverviewFilterSet
from .selectors import everybodys_memberships, runs_network


class OverviewView(BaseListingView):
    """Who serves which agency in which role, and whether they have a second factor.

    The overseer reads; the network admin finds here whose second factor no agency resets.
    """

    page_title = gettext_lazy("People and roles")
    header_icon = "group"
    index_url_name = "agencies_people:overview"
    index_results_url_name = "agencies_people:overview_results"
    is_searchable = True
    filterset_class = OverviewFilterSet
    table_class = StackedTable
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not (runs_network(request.user) or is_overseer(request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the columns as this person finds them."""
        user: Any = self.request.user
        return overview_columns(user, acting=runs_network(user))

    def get_base_queryset(self) -> Any:
        """Return everybody's roles whose name was typed."""
        return everybodys_memberships(today=timezone.localdate(), words=self.search_query)

    def search_queryset(self, queryset: Any) -> Any:
        """Leave it: the base queryset has searched."""
        return queryset

    def get_table_kwargs(self) -> dict[str, Any]:
        """Leave the class name to the table."""
        return {"base_url": self.index_url}

    def get_header_buttons(self) -> list[Button]:
        """Lead to the file of what is shown."""
        query = self.request.GET.copy()
        query.pop(self.page_kwarg, None)
        address = reverse("agencies_people:overview_export")
        address += f"?{query.urlencode()}" if query else ""
        return [HeaderButton(_("Export CSV"), address, icon_name="download")]


class OverviewExportView(OverviewView):
    """The same rows, all pages of them, as a CSV file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """Stream the file."""
        rows = self.get_queryset().iterator(chunk_size=500)
        lines = ([str(value(row)) for _head, value in CELLS] for row in rows)
        head = [str(head) for head, _value in CELLS]
        return csv_response(name="nguoi-va-vai-tro", head=head, rows=lines)
