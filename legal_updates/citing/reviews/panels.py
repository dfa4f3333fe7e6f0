"""Start page panels about pages to review."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.core.start_page import StartColumn
from network.desks.lists import DeskList
from network.desks.worklist import PersonalWork, own_desks

from ...models import LegalDocument, PageReview
from ..wording import what_changed
from .views import ReviewsView

# Changed documents that the start page shows.
DOCUMENTS_SHOWN = 3


class ChangesPanel(Component):
    """Documents that have changed, each with the number of the user's pages that cite it.

    Reads the open reviews that the start page has loaded. No query.
    """

    name, order, column = "law-changes", 140, StartColumn.SIDE
    heading = gettext_lazy("Law that has changed")
    template_name = "legal_updates/reviews/changes_panel.html"

    def __init__(self, reviews: list[PageReview]) -> None:
        self.by_document: dict[LegalDocument, list[PageReview]] = defaultdict(list)
        for review in reviews:
            if review.change is not None:
                self.by_document[review.change.document].append(review)
        self.number = len(self.by_document)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the first documents, each with what happened to it and the number of pages."""
        shown = list(self.by_document.items())[:DOCUMENTS_SHOWN]
        return {
            "rows": [
                (document, what_changed(reviews[0].change), len(reviews))  # type: ignore[arg-type]
                for document, reviews in shown
            ],
            "url": reverse("legal_reviews:index"),
        }


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel if documents that the user's pages cite have changed."""
    found = PersonalWork.of_start_page(request).found
    reviews = [row for desk, rows in found if isinstance(desk, ReviewsView) for row in rows]
    panel = ChangesPanel(reviews)
    return [panel] if panel.number else []


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the review list, for people who serve an agency."""
    return own_desks(request, ReviewsView)
