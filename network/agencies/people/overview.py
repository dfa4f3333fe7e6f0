"""List of all roles, for overseers and network admins."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn

from ..models import Membership, Role
from ..tables import TableView
from .columns import CELLS, overview_columns
from .overview_filters import PeopleOverviewFilterSet
from .selectors import everybodys_memberships, runs_network


class OverviewView(TableView):
    """Who serves which agency in which role, and whether they have a second factor.

    Overseers read the list; network admins find people here whose second factor no agency may
    reset.
    """

    page_title = gettext_lazy("People and roles")
    header_icon = "group"
    index_url_name = "agencies_people:overview"
    index_results_url_name = "agencies_people:overview_results"
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
