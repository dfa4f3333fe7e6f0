"""View that hands a page to a colleague."""

from collections.abc import Collection

from network.agencies.scope import scope_now
from network.desks.delegation import WaitingRow
from network.desks.delegation_views import DelegateForm

from .views import CaseForm
from .waiting import waiting_page


class DelegatePageView(CaseForm, DelegateForm):
    """Hand a page to a colleague: to write on, to appraise or to approve."""

    header_icon = "user"

    def get_waiting(self) -> WaitingRow:
        return waiting_page(self.case)

    def get_page_subtitle(self) -> str:
        """Return "": the page's title is a link above the form."""
        return ""

    def get_held(self) -> Collection[str]:
        """Return the roles in the page's own agency, without those of a shared board."""
        return scope_now(self.request).agency_roles.get(self.case.agency.pk, frozenset())
