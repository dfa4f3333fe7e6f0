"""What the guard in front of /admin/ must know of these screens."""

from network.accounts.models import User
from network.agencies.guard.owners import register_kind
from network.agencies.guard.rules import (
    CLOSED,
    Audience,
    Rule,
    names_nothing,
    path,
    query,
    register_rules,
)
from network.agencies.scope import Scope

from ...models import LegalDocument, PageReview

# An agency's task: a page that cites a document that changed.
PAGE_REVIEW = "page_review"
# No agency owns one: who chooses may choose any that there is.
LEGAL_DOCUMENT = "legal_document"
RULES = {
    **{
        f"legal_reviews:{name}": Rule(Audience.AGENCY, names_nothing())
        for name in ("index", "index_results")
    },
    "legal_reviews:review": Rule(Audience.AGENCY, path(review_id=PAGE_REVIEW)),
    **{
        f"legal_reviews:{name}": Rule(Audience.OVERSIGHT, names_nothing())
        for name in ("agencies", "agencies_results", "open", "open_results")
    },
    **{
        f"legal_document_chooser:{name}": Rule(Audience.EVERYONE, names_nothing())
        for name in ("choose", "choose_results")
    },
    "legal_document_chooser:chosen": Rule(Audience.EVERYONE, path(pk=LEGAL_DOCUMENT)),
    "legal_document_chooser:chosen_multiple": Rule(Audience.EVERYONE, query(id=LEGAL_DOCUMENT)),
    # Records are made in the register's own screens.
    "legal_document_chooser:create": CLOSED,
}


def register() -> None:
    """Tell the guard."""
    register_kind(PAGE_REVIEW, _is_of_own_agency)
    register_kind(LEGAL_DOCUMENT, _is_registered)
    register_rules(RULES)


def _is_registered(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return LegalDocument.objects.filter(pk=pk).exists()


def _is_of_own_agency(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return PageReview.objects.filter(pk=pk, agency__in=scope.agency_roles).exists()
