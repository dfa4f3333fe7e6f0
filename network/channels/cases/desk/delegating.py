"""Form that hands a case to a colleague."""

from django.db.models import QuerySet

from network.desks.delegation_views import RowDelegateForm

from ...models import Case
from ..selectors import cases_for
from .views import CasesView


class DelegateCaseView(RowDelegateForm):
    """Hand a case to a colleague of its agency."""

    desk = CasesView
    header_icon = "warning"

    def get_rows(self) -> QuerySet[Case]:
        """Return the cases of the agencies that the user serves."""
        return cases_for(self.scope, writing=True)
