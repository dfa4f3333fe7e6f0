"""The lists behind the panels of the start page, whole and in pages."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.figures import Figure
from network.desks.lists import ItemList
from network.desks.panels import PanelRow

from ..deadlines import overdue_since
from ..stages import WAITING, Stage
from . import worklists
from .access import administered, desks_now
from .agency_lists import may_be_urgent, waiting_in
from .items import item_of
from .worklists import Rows


class WorkList(ItemList):
    """A work list, one page of it at a time."""

    header_icon = "tasks"
    # What is counted below the list, whatever the rows are read from.
    verbose_name_plural = gettext_lazy("texts")
    # What waits for others says when it has waited too long; a list of one's own does not.
    marks_late = False

    @property
    def user(self) -> User:
        return self.request.user

    @property
    def late_since(self) -> dt.datetime:
        """Return since when waiting is too long."""
        return overdue_since(self.now)

    def item(self, row: dict[str, Any]) -> PanelRow:
        return item_of(row, self.now, late_since=self.late_since if self.marks_late else None)


class WaitingPagesView(WorkList):
    """What this person may decide on."""

    page_title = gettext_lazy("Waiting for me")
    index_url_name = "moderation:waiting"
    no_results_message = gettext_lazy("Nothing waits for your decision.")

    def get_base_queryset(self) -> Rows:
        return worklists.waiting_for(self.user, desks_now(self.request))


class SubmittedView(WorkList):
    """What this person handed in."""

    page_title = gettext_lazy("Handed in by me")
    index_url_name = "moderation:submitted"
    panel_name, panel_order = "submitted", 120
    no_results_message = gettext_lazy(
        "Nothing of yours is on its way. Open a draft and hand it in."
    )

    def get_base_queryset(self) -> Rows:
        return worklists.submitted_by(self.user, self.scope.agency_roles, now=self.now)


class ReturnedView(WorkList):
    """What came back to this person."""

    page_title = gettext_lazy("Returned to me")
    index_url_name = "moderation:returned"
    no_results_message = gettext_lazy("Nothing came back.")

    def get_base_queryset(self) -> Rows:
        return worklists.returned_to(self.user, self.scope.agency_roles)


class DraftsView(WorkList):
    """What this person began."""

    page_title = gettext_lazy("My drafts")
    index_url_name = "moderation:drafts"
    panel_name, panel_order = "drafts", 130
    no_results_message = gettext_lazy(
        "You have no drafts. Choose “Pages” in the menu to begin one."
    )

    def get_base_queryset(self) -> Rows:
        return worklists.drafts_of(self.user, self.scope.agency_roles)


class UrgentPagesView(WorkList):
    """What this person may publish before its appraisal."""

    page_title = gettext_lazy("May be published urgently")
    index_url_name = "moderation:urgent"
    panel_name, panel_order = "urgent", 105
    no_results_message = gettext_lazy("Nothing waits that you may publish urgently.")

    def get_base_queryset(self) -> Rows:
        return may_be_urgent(self.user, desks_now(self.request))


class AgencyView(WorkList):
    """What stands open in the agencies whose admin this person is, to be read."""

    page_title = gettext_lazy("Waiting in the agency")
    index_url_name = "moderation:agency"
    panel_name, panel_order = "agency", 140
    marks_late = True
    no_results_message = gettext_lazy("Nothing waits in your agency.")

    def get_base_queryset(self) -> Rows:
        return waiting_in(administered(self.request), day=timezone.localdate(self.now))


class OpenView(WorkList):
    """What waits in the whole network, for the overseer.

    `buoc` in the query narrows it down to a stage, `qua-han` to what waits too long.
    """

    page_title = gettext_lazy("Waiting in the network")
    index_url_name = "moderation:open"
    panel_name, panel_order = "open", 150
    marks_late = True
    no_results_message = gettext_lazy("Nothing waits.")

    def get_page_subtitle(self) -> str:
        if self.only_late:
            return str(gettext_lazy("Overdue"))
        return str(self.stage.label) if self.stage else ""

    @property
    def only_late(self) -> bool:
        """Return whether only what waits too long was asked for."""
        return "qua-han" in self.request.GET

    @property
    def stage(self) -> Stage | None:
        asked = self.request.GET.get("buoc", "")
        return Stage(asked) if asked in {*WAITING, Stage.RETURNED} else None

    def get_base_queryset(self) -> Rows:
        stages = [self.stage] if self.stage else tuple(WAITING)
        return worklists.waiting_anywhere(
            stages, before=self.late_since if self.only_late else None
        )

    def figures(self) -> list[Figure]:
        """Return how much is open and how much of it is late; two queries."""
        counts = worklists.counts_anywhere(late_since=self.late_since)
        overdue = worklists.overdue_anywhere(self.now).count()
        stages = (Stage.WAITING_APPRAISAL, Stage.WAITING_APPROVAL, Stage.RETURNED)
        address = self.index_url
        return [
            Figure(
                overdue,
                _("urgent publications overdue"),
                reverse("moderation:overdue"),
                serious=overdue > 0,
            ),
            Figure(
                counts.late,
                _("texts waiting too long"),
                f"{address}?qua-han=1",
                serious=counts.late > 0,
            ),
            *(
                Figure(
                    counts.open.get(stage, 0),
                    str(stage.label).lower(),
                    f"{address}?buoc={stage.value}",
                )
                for stage in stages
            ),
        ]


class OverdueView(WorkList):
    """What was published urgently and is not appraised in time, for the overseer."""

    page_title = gettext_lazy("Urgent publications overdue")
    index_url_name = "moderation:overdue"
    no_results_message = gettext_lazy("No appraisal is overdue.")

    def get_base_queryset(self) -> Rows:
        return worklists.overdue_anywhere(self.now)


OWN_LISTS = (WaitingPagesView, SubmittedView, ReturnedView, DraftsView, UrgentPagesView)
