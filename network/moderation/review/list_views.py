"""The lists behind the panels of the start page, whole and in pages."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView

from network.agencies.scope import scope_now

from ..deadlines import overdue_since
from ..stages import WAITING, Stage
from . import worklists
from .access import administered, desks_of
from .agency_lists import may_be_urgent, waiting_in
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

    @property
    def late_since(self) -> dt.datetime | None:
        """Return since when a row that waits is marked as late; None for a list of one's own."""
        return None

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of this page as they are shown."""
        context = super().get_context_data(*args, **kwargs)
        return context | {
            "items": items_of(context["object_list"], self.now, late_since=self.late_since),
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


class UrgentView(WorkList):
    """What this person may publish before its appraisal."""

    page_title = gettext_lazy("May be published urgently")
    index_url_name = "moderation:urgent"
    empty = gettext_lazy("Nothing waits that you may publish urgently.")

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        user: Any = self.request.user
        return may_be_urgent(user, desks_of(user, timezone.localdate(self.now)))


class AgencyView(WorkList):
    """What stands open in the agencies whose admin this person is, to be read."""

    page_title = gettext_lazy("Waiting in the agency")
    index_url_name = "moderation:agency"
    empty = gettext_lazy("Nothing waits in your agency.")

    @property
    def late_since(self) -> dt.datetime:
        """Return since when waiting is too long."""
        return overdue_since(self.now)

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        return waiting_in(administered(self.request), day=timezone.localdate(self.now))


class OpenView(WorkList):
    """What waits in the whole network, for the overseer.

    `buoc` in the query narrows it down to a stage, `qua-han` to what waits too long.
    """

    page_title = gettext_lazy("Waiting in the network")
    index_url_name = "moderation:open"
    empty = gettext_lazy("Nothing waits.")

    def get_page_subtitle(self) -> str:
        """Name the stage, if one was asked for."""
        if self.only_late:
            return str(gettext_lazy("Overdue"))
        return str(self.stage.label) if self.stage else ""

    @property
    def only_late(self) -> bool:
        """Return whether only what waits too long was asked for."""
        return "qua-han" in self.request.GET

    @property
    def late_since(self) -> dt.datetime:
        """Return since when waiting is too long."""
        return overdue_since(self.now)

    @property
    def stage(self) -> Stage | None:
        """Return the stage that was asked for."""
        asked = self.request.GET.get("buoc", "")
        return Stage(asked) if asked in {*WAITING, Stage.RETURNED} else None

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        stages = [self.stage] if self.stage else tuple(WAITING)
        return worklists.waiting_anywhere(
            stages, before=self.late_since if self.only_late else None
        )


class OverdueView(WorkList):
    """What was published urgently and is not appraised in time, for the overseer."""

    page_title = gettext_lazy("Urgent publications overdue")
    index_url_name = "moderation:overdue"
    empty = gettext_lazy("No appraisal is overdue.")

    def get_base_queryset(self) -> Rows:
        """Return the rows."""
        return worklists.overdue_anywhere(self.now)
