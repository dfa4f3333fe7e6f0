"""List of all roles, for overseers and network admins."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from ..models import Membership, Role
from ..tables import StackedTable, TableView
from .columns import CELLS, OPEN_INVITATIONS, overview_columns
from .overview_filters import PeopleOverviewFilterSet
from .selectors import (
    agencies_without_admin,
    everybodys_memberships,
    invitations_to,
    runs_network,
)

# So many open invitations to an agency are listed below its people.
_MOST_INVITED = 50


class OverviewView(TableView):
    """Who serves which agency in which role, and whether they have a second factor. Of an agency
    that is searched for also who is invited, since a new one has nobody else.

    Overseers read the list; network admins find people here whose second factor no agency may
    reset.
    """

    page_title = gettext_lazy("People and roles")
    header_icon = "group"
    index_url_name = "agencies_people:overview"
    index_results_url_name = "agencies_people:overview_results"
    results_template_name = "agencies/overview_results.html"
    is_searchable = True
    filterset_class = PeopleOverviewFilterSet
    readers = (Role.OVERSEER, Role.NETWORK_ADMIN)
    export_url_name = "agencies_people:overview_export"
    file_name = "nguoi-va-vai-tro"
    export_columns = CELLS

    @cached_property
    def columns(self) -> list[BaseColumn]:
        user = self.request.user
        return overview_columns(user, acting=runs_network(user))

    def get_base_queryset(self) -> QuerySet[Membership]:
        return everybodys_memberships(today=timezone.localdate(), words=self.search_query)

    def get_header_buttons(self) -> list[Button]:
        """Return the button that invites the first admin of the agency that is searched for."""
        code = self.request.GET.get("agency", "").strip()
        if not code or not runs_network(self.request.user):
            return []
        lacking = agencies_without_admin(today=timezone.localdate()).filter(code__iexact=code)
        return [
            HeaderButton(
                _("Invite the agency's admin"),
                reverse("agencies_people:first_admin", args=[agency.pk]),
                icon_name="plus",
            )
            for agency in lacking
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not (words := self.request.GET.get("agency", "").strip()):
            return context
        invited = invitations_to(words)
        return context | {
            "invitations": StackedTable(OPEN_INVITATIONS, invited[:_MOST_INVITED]),
            "invited": invited.count(),
            "most_invited": _MOST_INVITED,
        }
