"""The lists behind the panels of the start page, whole and in pages."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView

from network.agencies.scope import scope_now

from ..stages import WAITING, Stage
from . import worklists
from .access import desks_of
from .items import items_of
from .worklists import Rows

PER_PAGE = 30


class WorkList(BaseListingView):
    """A work list, one page of it at a time."""

    paginate_by = PER_PAGE
    template_name = "moderation/review/list.html"
    results_template_name = "moderation/review/list_results.html"
    header_icon = "tasks"
    # What is counted below the list, whatever the rows are read from.
    verbose_name_plural = gettext_lazy("texts")
    columns: list[Column] = []
    # What an empty list says: what to do next.
    empty: str | Promise = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take one moment for the whole request."""
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of this page as they are shown."""
        context = super().get_context_data(*args, **kwargs)
        return context | {
            "items": items_of(context["object_list"], self.now),
            "no_results_message": self.empty,
        }


class WaitingView(WorkList):
    """What this person may decide on."""

    page_title = gettext_lazy("Waiting for me")
    index_url_name = "moderation:waiting"
    empty = gettext_lazy("Nothing waits for your decision.")

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        user: Any = self.request.user
        return worklists.waiting_for(user, desks_of(user, timezone.localdate(self.now)))


class SubmittedView(WorkList):
    """What this person handed in."""

    page_title = gettext_lazy("Handed in by me")
    index_url_name = "moderation:submitted"
    empty = gettext_lazy("Nothing of yours is on its way. Open a draft and hand it in.")

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        user: Any = self.request.user
        return worklists.submitted_by(user, scope_now(self.request).agency_roles, now=self.now)


class ReturnedView(WorkList):
    """What came back to this person."""

    page_title = gettext_lazy("Returned to me")
    index_url_name = "moderation:returned"
    empty = gettext_lazy("Nothing came back.")

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        user: Any = self.request.user
        return worklists.returned_to(user, scope_now(self.request).agency_roles)


class DraftsView(WorkList):
    """What this person began."""

    page_title = gettext_lazy("My drafts")
    index_url_name = "moderation:drafts"
    empty = gettext_lazy("You have no drafts. Choose “Pages” in the menu to begin one.")

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        user: Any = self.request.user
        return worklists.drafts_of(user, scope_now(self.request).agency_roles)


class OpenView(WorkList):
    """What waits in the whole network, for the overseer; `buoc` in the query narrows it down."""

    page_title = gettext_lazy("Waiting in the network")
    index_url_name = "moderation:open"
    empty = gettext_lazy("Nothing waits.")

    def get_page_subtitle(self) -> str:
        """Name the stage, if one was asked for."""
        return str(self.stage.label) if self.stage else ""

    @property
    def stage(self) -> Stage | None:
        """Return the stage that was asked for."""
        asked = self.request.GET.get("buoc", "")
        return Stage(asked) if asked in {*WAITING, Stage.RETURNED} else None

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        return worklists.waiting_anywhere([self.stage] if self.stage else tuple(WAITING))


class OverdueView(WorkList):
    """What was published urgently and is not appraised in time, for the overseer."""

    page_title = gettext_lazy("Urgent publications overdue")
    index_url_name = "moderation:overdue"
    empty = gettext_lazy("No appraisal is overdue.")

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        return worklists.overdue_anywhere(self.now)
