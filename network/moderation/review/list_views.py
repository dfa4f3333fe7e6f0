"""The full, paginated lists behind the panels of the start page."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.figures import Figure
from network.desks.lists import ItemList
from network.desks.panels import Delegable, PanelRow

from ..deadlines import overdue_since
from ..models import Submission
from ..stages import WAITING, Stage
from . import worklists
from .access import administered, corrected_too, desks_now
from .agency_lists import may_be_urgent, waiting_in, whom_for
from .items import decision_due, item_of
from .reminding import is_reminded
from .worklists import Rows


class WorkList(ItemList):
    """A paginated work list."""

    header_icon = "tasks"
    # The plural noun shown with the row count.
    verbose_name_plural = gettext_lazy("texts")
    # Only lists of what waits for other people mark late rows.
    marks_late = False
    # Whether people may hand the rows of their own agencies to colleagues.
    delegates = False
    # Whether people may remind those on whom the rows of their own agencies wait.
    reminds = False

    @property
    def user(self) -> User:
        return self.request.user

    @property
    def late_since(self) -> dt.datetime:
        """Return the moment before which waiting counts as too long."""
        return overdue_since(self.now)

    @cached_property
    def agencies_corrected(self) -> set[int]:
        """Return the agencies of the user, and the ended ones whose sections they correct."""
        return corrected_too(self.scope, self.scope.agency_roles, timezone.localdate(self.now))

    def item(self, row: dict[str, Any]) -> PanelRow:
        item = item_of(row, self.now, late_since=self.late_since if self.marks_late else None)
        if self.reminds:
            item = replace(item, remind_url=self.remind_url(row))
        return replace(item, delegable=self.delegable_page(row)) if self.delegates else item

    def remind_url(self, row: dict[str, Any]) -> str:
        """Return the URL of the form that reminds of a row's page, or ""."""
        waits = row["stands_at"] in {*WAITING, Stage.RETURNED}
        if not waits or row["agency_key"] not in self.scope.agency_roles:
            return ""
        if is_reminded(row["reminder_at"], since=row["stands_since"], now=self.now):
            return ""
        return reverse("moderation:remind", args=[row["page_number"]])

    def delegable_page(self, row: dict[str, Any]) -> Delegable:
        """Return the page of a row. Only people of its own agency may hand it over, not those of a
        shared board."""
        is_own = row["agency_key"] in self.scope.agency_roles
        url = reverse("moderation:delegate", args=[row["page_number"]]) if is_own else ""
        since = None if row["stands_at"] == Stage.DRAFT else row["stands_since"]
        return Delegable(Page, row["page_number"], url, since)


class WaitingPagesView(WorkList):
    """Pages that this person may decide on."""

    page_title = gettext_lazy("Waiting for me")
    action = gettext_lazy("Appraise")
    index_url_name = "moderation:waiting"
    delegates = True
    no_results_message = gettext_lazy("Nothing waits for your decision.")

    def get_base_queryset(self) -> Rows:
        return worklists.waiting_for(self.user, desks_now(self.request))


class SubmittedView(WorkList):
    """Pages that this person submitted."""

    page_title = gettext_lazy("Handed in by me")
    index_url_name = "moderation:submitted"
    panel_name, panel_order = "submitted", 120
    reminds = True
    no_results_message = gettext_lazy(
        "Nothing of yours is on its way. Open a draft and hand it in."
    )

    def get_base_queryset(self) -> Rows:
        whom = whom_for(timezone.localdate(self.now))
        return worklists.submitted_by(self.user, self.scope.agency_roles, now=self.now, whom=whom)


class ReturnedView(WorkList):
    """Pages that were returned to this person, or that a leader asked this person to correct."""

    page_title = gettext_lazy("Texts to correct")
    action = gettext_lazy("Correct the text")
    index_url_name = "moderation:returned"
    delegates = True
    no_results_message = gettext_lazy("Nothing came back.")

    def get_base_queryset(self) -> Rows:
        return worklists.to_correct(self.user, self.agencies_corrected)

    def item(self, row: dict[str, Any]) -> PanelRow:
        """Return a page with the link to its editor: what is to be corrected is in the row."""
        editor = reverse("wagtailadmin_pages:edit", args=[row["page_number"]])
        return replace(super().item(row), url=editor, due=decision_due(row["stands_since"]))


class DraftsView(WorkList):
    """Drafts that this person began."""

    page_title = gettext_lazy("My drafts")
    index_url_name = "moderation:drafts"
    delegates = True
    panel_name, panel_order = "drafts", 130
    no_results_message = gettext_lazy(
        "You have no drafts. Choose “Pages” in the menu to begin one."
    )

    def get_base_queryset(self) -> Rows:
        return worklists.drafts_of(self.user, self.agencies_corrected)


class UrgentPagesView(WorkList):
    """Pages that this person may publish before their appraisal."""

    page_title = gettext_lazy("May be published urgently")
    index_url_name = "moderation:urgent"
    panel_name, panel_order = "urgent", 105
    no_results_message = gettext_lazy("Nothing waits that you may publish urgently.")

    def get_base_queryset(self) -> Rows:
        return may_be_urgent(self.user, desks_now(self.request))


class AgencyView(WorkList):
    """Read-only list of all open pages in the agencies that this person administers."""

    page_title = gettext_lazy("Waiting in the agency")
    index_url_name = "moderation:agency"
    delegates = reminds = True
    panel_name, panel_order = "agency", 140
    marks_late = True
    no_results_message = gettext_lazy("Nothing waits in your agency.")

    def get_base_queryset(self) -> Rows:
        day = timezone.localdate(self.now)
        return waiting_in(corrected_too(self.scope, administered(self.request), day), day=day)


class OpenView(WorkList):
    """Pages waiting in the whole network, for overseers.

    Query parameters: `buoc` filters by stage, `qua-han` by waiting too long.
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
        """Return whether the query asks only for pages waiting too long."""
        return "qua-han" in self.request.GET

    @property
    def stage(self) -> Stage | None:
        asked = self.request.GET.get("buoc", "")
        return Stage(asked) if asked in {*WAITING, Stage.RETURNED} else None

    def submissions(self) -> QuerySet[Submission]:
        """Return the submissions that are asked for."""
        stages = [self.stage] if self.stage else tuple(WAITING)
        return worklists.submitted_anywhere(
            stages, before=self.late_since if self.only_late else None
        )

    def get_base_queryset(self) -> Rows:
        return worklists.submission_rows(self.submissions())

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        """Return the paginator, which counts by an index, without the columns that are shown."""
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = self.submissions().order_by().count()
        return paginator

    def figures(self) -> list[Figure]:
        """Return the numbers of open and late pages, linked to their lists. Two queries."""
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
    """Urgent publications whose appraisal is overdue, for overseers."""

    page_title = gettext_lazy("Urgent publications overdue")
    index_url_name = "moderation:overdue"
    no_results_message = gettext_lazy("No appraisal is overdue.")

    def get_base_queryset(self) -> Rows:
        return worklists.overdue_anywhere(self.now)


OWN_LISTS = (WaitingPagesView, SubmittedView, ReturnedView, DraftsView, UrgentPagesView)
