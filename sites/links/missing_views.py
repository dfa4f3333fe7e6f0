"""List of missing links, and tasks on an agency's start page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.guard.menu import roles_now
from network.agencies.models import Role
from network.agencies.tables import LabelledColumn, LinkColumn
from network.core.outside import outside_link
from network.desks.lists import DeskList
from network.desks.panels import NumbersPanel, PanelRow
from network.desks.worklist import own_desks

from .figures import missing_figures
from .missing import missing_links


class MissingLinksView(DeskList):
    """Links that the user's sections lack, or all sections for overseers."""

    page_title = gettext_lazy("Links to the superior that are missing")
    action = gettext_lazy("Add it")
    header_icon = "link"
    index_url_name = "section_links:missing"
    index_results_url_name = "section_links:missing_results"
    row_url_name = "wagtailadmin_pages:edit"
    no_results_message = gettext_lazy("Every section leads to where it must.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "name",
                label=_("Agency"),
                accessor=lambda row: row.name,
                second=lambda row: row.basis,
                url=self.row_url if self.scope.writable_pages else _section_address,
            ),
            LabelledColumn("wanted", label=_("Missing link"), accessor=_wanted),
        ]

    def get_base_queryset(self) -> Any:
        """Return the missing links."""
        return missing_links(self.scope)

    def panel_rows(self) -> Any:
        """Return the missing links of the agencies the user serves."""
        return missing_links(self.scope, own=True)

    def item(self, row: Any) -> PanelRow:
        """Return the start page row of a missing link."""
        return PanelRow(
            url=self.row_url(row),
            title=_("Add a link to: %s") % row.wanted,
            state=_("missing at the foot of the section"),
            facts=row.basis,
            remark=row.address,
        )


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel with the network-wide figure, for overseers only."""
    if Role.OVERSEER not in roles_now(request):
        return []
    return [
        NumbersPanel(
            "overseen_links",
            heading=gettext_lazy("Links that sections must have"),
            order=165,
            figures=lambda: list(missing_figures(request, timezone.now())),
        )
    ]


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the list of missing links, for people who serve an agency."""
    return own_desks(request, MissingLinksView)


def _section_address(row: Any) -> str:
    return reverse("wagtailadmin_explore", args=[row.pk])


def _wanted(row: Any) -> str:
    return outside_link(row.address, row.wanted)
