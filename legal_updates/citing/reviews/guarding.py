"""Guard rules of the review screens."""

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess
from network.agencies.guard.rules import CLOSED, Rule, UrlAudience, names_nothing
from network.agencies.scope import Scope
from network.desks.guarding import row_rules

from ...models import PageReview
from .oversight_views import AgenciesToReviewView, OpenReviewsView
from .views import ReviewsView

# A review of a page that cites a changed document.
PAGE_REVIEW = "page_review"
RULES = {
    **list_rules(ReviewsView, audience=UrlAudience.AGENCY),
    **row_rules("legal_reviews", PAGE_REVIEW, "review_id", changed=("review", "delegate")),
    **list_rules(AgenciesToReviewView, OpenReviewsView, audience=UrlAudience.OVERSIGHT),
    # The register is shared; its documents belong to no agency.
    **{
        f"legal_document_chooser:{name}": Rule(UrlAudience.EVERYONE, names_nothing())
        for name in ("choose", "choose_results", "chosen_multiple")
    },
    "legal_document_chooser:chosen": Rule(UrlAudience.EVERYONE, names_nothing("pk")),
    # Records are created only on the register's own screens.
    "legal_document_chooser:create": CLOSED,
}


def _is_of_own_agency(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return PageReview.objects.filter(pk=pk, agency__in=scope.agency_roles).exists()


KINDS = {PAGE_REVIEW: ObjectAccess(_is_of_own_agency)}
