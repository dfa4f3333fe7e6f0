"""The start page: pages of one's agency that cite a document that changed."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.models import AGENCY_ROLES, Role
from network.agencies.scope import scope_now
from network.agencies.wagtail_hooks import roles_now
from network.moderation.review.items import Item
from network.moderation.review.panels import ROWS_SHOWN

from ...models import PageReview
from ..wording import shown_day, what_changed
from .selectors import counts, open_reviews
from .views import due


class ReviewsPanel(Component):
    """The open reviews of one's own agencies, the soonest due first."""

    name = "page-reviews"
    heading = gettext_lazy("Pages to review")
    template_name = "moderation/review/panel.html"
    order = 140

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def items(self) -> list[Item]:
        """Return one row more than is shown: it tells that there are more."""
        rows = open_reviews(list(scope_now(self.request).agency_roles))
        return [_item(row) for row in rows[: ROWS_SHOWN + 1]]

    @property
    def media(self) -> Media:
        """Return the style of the lists."""
        return Media(css={"all": ["moderation/review.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "panel": self,
            "items": self.items[:ROWS_SHOWN],
            "more": len(self.items) > ROWS_SHOWN,
            "url": reverse("legal_reviews:index"),
        }


class NetworkReviewsPanel(Component):
    """How many pages of all agencies wait for a review."""

    template_name = "legal_updates/reviews/network_panel.html"
    order = 160

    @property
    def media(self) -> Media:
        """Return the style of the numbers."""
        return Media(css={"all": ["moderation/review.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the numbers, each leading to the list that it counts; one query."""
        number, overdue = counts(day=timezone.localdate())
        address = reverse("legal_reviews:open")
        late = Figure(overdue, _("overdue"), f"{address}?overdue=on", serious=overdue > 0)
        waiting = Figure(number, _("pages to review"), reverse("legal_reviews:agencies"))
        return {"figures": [late, waiting]}


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panels of this person's start page; none that is empty for an agency."""
    roles = roles_now(request)
    panels: list[Component] = []
    if roles & set(AGENCY_ROLES):
        own = ReviewsPanel(request)
        panels += [own] if own.items else []
    if Role.OVERSEER in roles:
        panels.append(NetworkReviewsPanel())
    return panels


def _item(review: PageReview) -> Item:
    late = review.due_on < timezone.localdate()
    return Item(
        url=reverse("legal_reviews:review", args=[review.pk]),
        title=review.page.title,
        state=what_changed(review.change).removesuffix("."),
        facts=_("due %s") % shown_day(review.due_on),
        warning=due(review) if late else "",
    )
