"""The officers' list of problem reports, and closing one."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.tables import LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day, format_moment
from network.core.outside import safe_href
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowForm
from network.desks.wording import days_since

from ..models import ProblemReport
from ..selectors import own_open_problems, problems_for
from .filters import ProblemFilterSet
from .forms import CloseForm
from .services import close_problem
from .transitions import CLOSE


class ProblemsView(DeskList):
    """Problem reports of the user's agencies, or of all for overseers; oldest first."""

    page_title = gettext_lazy("Reported problems")
    action = gettext_lazy("View")
    header_icon = "warning"
    index_url_name = "problem_desk:index"
    index_results_url_name = "problem_desk:index_results"
    filterset_class = ProblemFilterSet
    verbose_name_plural = ProblemReport._meta.verbose_name_plural
    no_results_message = gettext_lazy("No reader has reported a problem that is still open.")
    row_url_name = "problem_desk:problem"
    panel_heading = gettext_lazy("Problems that readers report")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: page with agency, kind of problem with its text, day sent, state."""
        return [
            LinkColumn(
                "page",
                label=_("Page"),
                accessor=_page_name,
                second=lambda row: row.agency.short_name,
                url=self.row_url,
            ),
            TwoLineColumn(
                "kind",
                label=_("What is wrong"),
                accessor=lambda row: row.get_kind_display(),
                second=lambda row: row.text,
            ),
            TwoLineColumn(
                "sent",
                label=_("Sent"),
                accessor=lambda row: format_day(timezone.localdate(row.sent_at)),
                second=lambda row: days_since(row.sent_at, now=self.now),
            ),
            TagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: _("Closed") if row.closed_at else _("Open"),
                primary=lambda row: row.closed_at is None,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[ProblemReport]:
        """Return the reports the user may read: open ones, unless a state was chosen."""
        rows = problems_for(self.scope)
        return rows if "state" in self.request.GET else rows.filter(closed_at=None)

    def panel_rows(self) -> QuerySet[ProblemReport]:
        """Return the open reports of the agencies the user serves."""
        return own_open_problems(self.scope)

    def item(self, row: ProblemReport) -> PanelRow:
        """Return the start page row of a report."""
        return PanelRow(
            url=self.row_url(row),
            title=_page_name(row),
            state=row.get_kind_display(),
            facts=days_since(row.sent_at, now=self.now),
            since=timezone.localdate(row.sent_at),
            came_at=row.sent_at,
        )


class ProblemView(RowForm):
    """Page of one report. People of the agency close it with a note."""

    desk = ProblemsView
    transition = CLOSE
    form_class = CloseForm
    template_name = "questions/desk/problem.html"
    header_icon = "warning"
    page_title = gettext_lazy("Reported problem")
    success_message = gettext_lazy("The report is closed.")
    submit_label = CLOSE.label
    row: ProblemReport

    def get_rows(self) -> QuerySet[ProblemReport]:
        """Return the reports the user may read."""
        return problems_for(self.scope)

    def row_name(self) -> str:
        return _page_name(self.row)

    def facts(self) -> list[tuple[str, str]]:
        row = self.row
        who = row.closed_by.get_full_name() if row.closed_by else ""
        closed = ", ".join(filter(None, (format_moment(row.closed_at), who)))
        link = '<a href="{}" target="_blank" rel="noopener">{}</a>'
        address = row.page.url if row.page else safe_href(row.path)
        return [
            (_("Page"), format_html(link, address, row.path)),
            (_("Agency"), row.agency.name),
            (_("Sent"), format_moment(row.sent_at)),
            (_("Closed"), f"{closed}: {row.note}" if row.closed_at else ""),
        ]

    def perform(self, form: Form) -> None:
        close_problem(report_id=self.row.pk, user=self.user, now=self.now, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the editor URL of the page, for the person who closes the report."""
        context = super().get_context_data(**kwargs)
        page = self.row.page if context["is_open"] else None
        edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""
        return context | {"edit_url": edit_url}


def _page_name(report: ProblemReport) -> str:
    return report.page.title if report.page else report.path
