"""Screen with the places that still have the former name of an agency."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.models import Page

from network.agencies.guard.rules import UrlAudience
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.agencies.tables import LinkColumn, TableView
from network.hub.routing import public_path

from ..models import ReorganisationStep
from .former_names import PAGE, former_name_of, places_of


class FormerNameView(TableView):
    """Live pages and files that still contain the name which a step has replaced."""

    request: AdminRequest
    page_title = gettext_lazy("Places with the former name")
    header_icon = "edit"
    index_url_name = "reorganisation:former_name"
    verbose_name_plural = gettext_lazy("pages and files")
    no_results_message = gettext_lazy("No page and no file has the former name any more.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the step. 404 unless it was carried out and has replaced a name."""
        super().setup(request, *args, **kwargs)
        steps = ReorganisationStep.objects.select_related("plan", "predecessor", "successor")
        name = former_name_of(get_object_or_404(steps, pk=kwargs["step_id"]))
        if name is None:
            raise Http404
        self.name = name

    def get_page_subtitle(self) -> str:
        return _("“%(former)s”, today %(current)s") % {
            "former": self.name.former,
            "current": self.name.current,
        }

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the one column: title with the link to the form, and where it is."""
        return [
            LinkColumn(
                "title",
                label=gettext_lazy("Title"),
                accessor=lambda row: row["title"],
                second=self._place_of,
                url=_edit_url,
            )
        ]

    def _place_of(self, row: dict[str, Any]) -> str:
        if row["kind"] == PAGE:
            return public_path(self.request, Page(url_path=row["place"]))
        return _("File")

    def get_base_queryset(self) -> QuerySet[Any, Any]:
        """Return everything to roles of the network, to others what they may change."""
        scope = scope_now(self.request)
        return places_of(self.name, None if scope.roles & UrlAudience.OVERSIGHT.value else scope)


def _edit_url(row: dict[str, Any]) -> str:
    name = "wagtailadmin_pages:edit" if row["kind"] == PAGE else "wagtaildocs:edit"
    return reverse(name, args=[row["key"]])
