"""An agency's screens of pages to review."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.models import Role
from network.agencies.selectors import memberships_in
from network.agencies.tables import LinkColumn, TwoLineColumn
from network.core.dates import format_day
from network.desks.delegation import WaitingRow
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowForm
from network.desks.wording import due

from ...models import PageReview
from ...models.choices import ReviewOutcome
from ..wording import cause_of
from .forms import OutcomeForm, StillRightForm
from .selectors import open_reviews, reviews_of
from .services import confirm_still_right, end_use, may_end
from .transitions import CONFIRM

# Roles that may edit any page of the agency (network.agencies.roles).
_EDITING = frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})


def is_late(review: PageReview) -> bool:
    """Return whether the review was due before today."""
    return review.due_on < timezone.localdate()


def due_day(review: PageReview) -> str:
    """Return the due date as text, marked if overdue."""
    return due(review.due_on, late=is_late(review))


class ReviewsView(DeskList):
    """Paginated list of the open reviews of the user's agencies, soonest due first."""

    page_title = gettext_lazy("Pages to review")
    action = gettext_lazy("Review it")
    header_icon = "history"
    index_url_name = "legal_reviews:index"
    index_results_url_name = "legal_reviews:index_results"
    row_url_name = "legal_reviews:review"
    delegate_url_name = "legal_reviews:delegate"
    no_results_message = gettext_lazy(
        "No page waits for a review: no cited document has changed, no material is due."
    )

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        return [
            LinkColumn(
                "page",
                label=_("Page"),
                accessor=lambda row: row.page.title,
                second=lambda row: row.agency.short_name,
                url=self.row_url,
            ),
            TwoLineColumn(
                "document",
                label=_("What changed"),
                accessor=cause_of,
                second=lambda row: row.change.document.title if row.change else "",
            ),
            TwoLineColumn(
                "due_on",
                label=_("Due"),
                accessor=due_day,
                second=lambda row: (
                    _("open since %s") % format_day(timezone.localdate(row.opened_at))
                ),
            ),
        ]

    def get_base_queryset(self) -> Any:
        """Return the open reviews of the user's agencies."""
        return open_reviews(list(self.scope.agency_roles))

    def item(self, row: PageReview) -> PanelRow:
        """Return the start page row of a review."""
        return PanelRow(
            url=self.row_url(row),
            title=row.page.title,
            state=cause_of(row).removesuffix("."),
            facts=_("due %s") % format_day(row.due_on),
            warning=due_day(row) if is_late(row) else "",
            due=row.due_on,
            came_at=row.opened_at,
            delegable=self.delegable(row),
        )

    @classmethod
    def waiting_row(cls, row: PageReview) -> WaitingRow:
        """Return the review. Authors may hand it to those who confirm."""
        return WaitingRow(
            row=row,
            agency=row.agency,
            title=row.page.title,
            path=cls.row_url(row),
            roles=CONFIRM.roles,
            givers=frozenset({Role.AUTHOR}),
            refusal=CONFIRM.refusal_of(row),
        )


class ReviewView(RowForm):
    """Page of one review: what changed, and the possible actions."""

    desk = ReviewsView
    transition = CONFIRM
    template_name = "legal_updates/reviews/review.html"
    row_class = "page-review"
    header_icon = "history"
    page_title = gettext_lazy("Review a page")
    success_message = gettext_lazy(
        "Noted: the page is still right. Citizens read a line about it at its foot."
    )
    form_class = StillRightForm
    submit_label = CONFIRM.label
    row: PageReview

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the outcome too, if the page can end and stay at its URL."""
        super().setup(request, *args, **kwargs)
        if may_end(self.row.page):
            self.form_class = OutcomeForm
            self.submit_label = gettext_lazy("Record the outcome")

    def get_rows(self) -> QuerySet[PageReview]:
        """Return the reviews of the user's agencies."""
        return reviews_of(self.scope.agency_roles)

    def get_held_roles(self) -> frozenset[str]:
        """Return the roles that the user holds at the page's agency by membership."""
        day = timezone.localdate()
        return frozenset(memberships_in(user=self.user, agency=self.row.agency, day=day))

    def row_name(self) -> str:
        """Return the title of the page."""
        return self.row.page.title

    def facts(self) -> list[tuple[str, str]]:
        """Return (label, value) pairs: the change, the page's agency, and the result."""
        row, link = self.row, '<a href="{}" target="_blank" rel="noopener">{}</a>'
        by = row.closed_by.get_full_name() if row.closed_by else ""
        day = format_day(timezone.localdate(row.closed_at)) if row.closed_at else ""
        ended = ", ".join(filter(None, (str(row.get_outcome_display()), by, day)))
        changed = []
        if row.document and row.change:
            address = row.document.get_absolute_url()
            changed = [
                (_("Abstract"), format_html(link, address, row.document.title)),
                (_("Reason"), row.change.reason),
            ]
        return [
            *changed,
            (_("Page"), format_html(link, row.page.url, _("See what citizens read"))),
            (_("Agency"), row.agency.name),
            (_("Outcome"), ended) if day else (_("Due"), due_day(row)),
            (_("Note"), row.note),
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the review to the form."""
        return super().get_form_kwargs() | {"review": self.row}

    def perform(self, form: Form) -> None:
        """Close the review with the chosen outcome."""
        told = form.cleaned_data
        about = {
            "review_id": self.row.pk,
            "seen_change_id": told["seen"],
            "user": self.user,
            "note": told["note"],
            "now": self.now,
        }
        if told.get("outcome") == ReviewOutcome.ENDED:
            end_use(replacement=told["replacement"], **about)
            self.success_message = gettext_lazy(
                "Noted: it left the lists, and its address says so."
            )
        else:
            confirm_still_right(**about)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reason of the review and the links to edit or withdraw the page."""
        return super().get_context_data(**kwargs) | {
            "what": cause_of(self.row),
            "role_refusal": "" if CONFIRM.is_held(self.held) else CONFIRM.role_refusal,
            "edit_url": self.edit_url(),
            "withdraw_url": self.withdraw_url(),
        }

    def edit_url(self) -> str:
        """Return the URL of the page editor, or "" if this user may not edit the page."""
        page, held = self.row.page, self.scope.agency_roles[self.row.agency_id]
        own = page.owner_id == self.request.user.pk and Role.AUTHOR in held
        if not own and _EDITING.isdisjoint(held):
            return ""
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def withdraw_url(self) -> str:
        """Return the URL of the withdrawal form, or "" if this user may not withdraw the page."""
        if Role.APPROVER not in self.scope.agency_roles[self.row.agency_id]:
            return ""
        return reverse("moderation:withdraw", kwargs={"page_id": self.row.page_id})
