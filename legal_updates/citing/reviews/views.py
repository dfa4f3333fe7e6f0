"""The agency's screens of pages to review."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic.base import BaseListingView

from network.agencies.models import Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LinkColumn, StackedTable, TwoLineColumn

from ...models import PageReview
from ..wording import shown_day, what_changed
from .forms import StillRightForm
from .selectors import open_reviews
from .services import confirm_still_right, may_confirm

INDEX = reverse_lazy("legal_reviews:index")
# Who may open the editor of any page of the agency (network.agencies.roles).
_EDITING = frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})


def due(review: PageReview) -> str:
    """Return until when the page is to be reviewed, and that it is late."""
    day = shown_day(review.due_on)
    if review.due_on < timezone.localdate():
        return _("%s, overdue") % day
    return day


def _opened(review: PageReview) -> str:
    return _("open since %s") % shown_day(timezone.localdate(review.opened_at))


class ReviewsView(BaseListingView):
    """The open reviews of one's own agencies, the soonest due first; a page of them at a time."""

    page_title = gettext_lazy("Pages to review")
    header_icon = "history"
    index_url_name = "legal_reviews:index"
    index_results_url_name = "legal_reviews:index_results"
    results_template_name = "legal_updates/reviews/results.html"
    paginate_by = 30
    table_class = StackedTable
    empty = gettext_lazy("No page waits for a review: none cites a document that has changed.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns."""
        return [
            LinkColumn(
                "page",
                label=_("Page"),
                accessor=lambda row: row.page.title,
                second=lambda row: row.agency.short_name,
                url=lambda row: reverse("legal_reviews:review", args=[row.pk]),
            ),
            TwoLineColumn(
                "document",
                label=_("What changed"),
                accessor=lambda row: what_changed(row.change),
                second=lambda row: row.change.document.title,
            ),
            TwoLineColumn(
                "due_on",
                label=_("Due"),
                accessor=due,
                second=lambda row: (
                    _("open since %s") % shown_day(timezone.localdate(row.opened_at))
                ),
            ),
        ]

    def get_base_queryset(self) -> Any:
        """Return the rows."""
        return open_reviews(list(scope_now(self.request).agency_roles))

    def get_table_kwargs(self) -> dict[str, Any]:
        """Leave the class name to the table."""
        return {"base_url": self.index_url}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what an empty list says."""
        return super().get_context_data(*args, **kwargs) | {"nothing": self.empty}


class ReviewView(ServiceForm):
    """One page: what changed, and the three ways to deal with it."""

    form_class = StillRightForm
    template_name = "legal_updates/reviews/review.html"
    header_icon = "history"
    page_title = gettext_lazy("Review a page")
    success_url = INDEX
    success_message = gettext_lazy(
        "Noted: the page is still right. Citizens read a line about it at its foot."
    )
    submit_label = gettext_lazy("Still right")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the review among those of the person's agencies; who only reads sends nothing."""
        user: Any = request.user
        self.roles = scope_now(request).agency_roles
        self.review = get_object_or_404(open_or_done(self.roles), pk=kwargs["review_id"])
        day = timezone.localdate()
        self.confirms = may_confirm(user=user, agency=self.review.agency, day=day)
        if request.method == "POST" and not self.confirms:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return self.review.page.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand below the list."""
        way = super().get_breadcrumbs_items()
        return [*way[:-1], {"url": INDEX, "label": _("Pages to review")}, way[-1]]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which change is shown."""
        return super().get_form_kwargs() | {"review": self.review}

    def perform(self, form: Form) -> None:
        """Close the review."""
        confirm_still_right(
            review_id=self.review.pk,
            seen_change_id=form.cleaned_data["seen"],
            user=self.request.user,
            note=form.cleaned_data["note"],
            now=self.now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what there is to see, and the other ways."""
        review = self.review
        return super().get_context_data(**kwargs) | {
            "review": review,
            "what": what_changed(review.change),
            "due": due(review),
            "confirms": self.confirms,
            "edit_url": self.edit_url(),
            "withdraw_url": self.withdraw_url(),
        }

    def edit_url(self) -> str:
        """Return where this person edits the page, "" where that is not theirs."""
        page, held = self.review.page, self.roles[self.review.agency_id]
        own = page.owner_id == self.request.user.pk and Role.AUTHOR in held
        if not own and _EDITING.isdisjoint(held):
            return ""
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def withdraw_url(self) -> str:
        """Return where this person withdraws the page, "" where that is not theirs."""
        if Role.APPROVER not in self.roles[self.review.agency_id]:
            return ""
        return reverse("moderation:withdraw", kwargs={"page_id": self.review.page_id})


def open_or_done(agency_ids: Any) -> Any:
    """Return the reviews of these agencies with all that the screen shows."""
    related = ("agency", "page", "document", "change__document__type", "closed_by")
    return PageReview.objects.select_related(*related).filter(agency__in=agency_ids)
