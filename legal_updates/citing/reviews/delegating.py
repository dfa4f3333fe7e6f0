"""Form that hands the review of a page to a colleague."""

from django.db.models import QuerySet

from network.desks.delegation_views import RowDelegateForm

from ...models import PageReview
from .selectors import reviews_of
from .views import ReviewsView


class DelegateReviewView(RowDelegateForm):
    """Hand a review to a colleague who may confirm that the page is still right."""

    desk = ReviewsView
    header_icon = "history"

    def get_rows(self) -> QuerySet[PageReview]:
        """Return the reviews of the user's agencies."""
        return reviews_of(self.scope.agency_roles)
