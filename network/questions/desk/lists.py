"""The frame of the officers' lists."""

from wagtail.admin.views.generic.base import BaseListingView

from network.agencies.people.service_forms import StrOrPromise
from network.agencies.scope import Scope, scope_now
from network.agencies.tables import StackedTable


class DeskList(BaseListingView):
    """A list of what citizens sent; `nothing` is what it says when it is empty."""

    results_template_name = "questions/desk/results.html"
    paginate_by = 30
    table_class = StackedTable
    nothing: StrOrPromise = ""

    @property
    def scope(self) -> Scope:
        """Return where the person may look."""
        return scope_now(self.request)
