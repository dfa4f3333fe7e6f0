"""Network-wide screens for overseers and network admins: open and overdue reviews by agency."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.tables import LabelledColumn, LinkColumn, TableView, TwoLineColumn
from network.core.dates import format_day

from ...models import PageReview
from ..wording import cause_of
from .filters import ReviewFilterSet
from .selectors import agencies_with_reviews, open_reviews
from .views import ReviewsView, due_day


def _list_of(row: dict[str, Any]) -> str:
    return f"{reverse('legal_reviews:open')}?{urlencode({'agency': row['name']})}"


def _pages(row: dict[str, Any]) -> str:
    number = row["number"]
    return ngettext("%d page open", "%d pages open", number) % number


class AgenciesToReviewView(TableView):
    """List of agencies with open reviews, most overdue first."""

    page_title = gettext_lazy("Pages to review, by agency")
    header_icon = "history"
    index_url_name = "legal_reviews:agencies"
    index_results_url_name = "legal_reviews:agencies_results"
    no_results_message = gettext_lazy("No agency has a page to review.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "name",
                label=_("Agency"),
                accessor=lambda row: row["name"],
                second=_pages,
                url=_list_of,
            ),
            LabelledColumn("overdue", label=_("Overdue"), accessor=lambda row: row["overdue"]),
            LabelledColumn(
                "due_on", label=_("Soonest due"), accessor=lambda row: format_day(row["due_on"])
            ),
        ]

    def get_base_queryset(self) -> Any:
        """Return the rows, as `agencies_with_reviews`."""
        return agencies_with_reviews(day=timezone.localdate())

    def get_header_buttons(self) -> list[Button]:
        """Return the button to the list of pages."""
        address = reverse("legal_reviews:open")
        return [HeaderButton(_("All pages"), address, icon_name="list-ul")]


class OpenReviewsView(ReviewsView):
    """Read-only list of the open reviews of all agencies."""

    page_title = gettext_lazy("Pages to review in the network")
    index_url_name = "legal_reviews:open"
    index_results_url_name = "legal_reviews:open_results"
    filterset_class = ReviewFilterSet
    verbose_name_plural = PageReview._meta.verbose_name_plural
    no_results_message = gettext_lazy("No such page waits for a review.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns. Each page links to its public URL."""
        return [
            LinkColumn(
                "page",
                label=_("Page"),
                accessor=lambda row: row.page.title,
                second=lambda row: row.agency.name,
                url=lambda row: row.page.get_url(self.request) or "",
            ),
            LabelledColumn("document", label=_("What changed"), accessor=cause_of),
            TwoLineColumn("due_on", label=_("Due"), accessor=due_day, second=lambda row: ""),
        ]

    def get_base_queryset(self) -> Any:
        """Return the open reviews of all agencies."""
        return open_reviews()
