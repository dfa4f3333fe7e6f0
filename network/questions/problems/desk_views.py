"""The officers' list of reported problems, and closing one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LinkColumn, TagColumn, TwoLineColumn

from ..desk.lists import DeskList
from ..desk.wording import days_since, shown_day
from ..models import ProblemReport
from ..selectors import problems_for
from .filters import ProblemFilterSet
from .forms import CloseForm
from .services import close_problem

INDEX = reverse_lazy("problem_desk:index")


class ProblemsView(DeskList):
    """Reports about the pages of one's agencies, for the overseer of all; the oldest first."""

    page_title = gettext_lazy("Reported problems")
    header_icon = "warning"
    index_url_name = "problem_desk:index"
    index_results_url_name = "problem_desk:index_results"
    filterset_class = ProblemFilterSet
    verbose_name_plural = ProblemReport._meta.verbose_name_plural
    nothing = gettext_lazy("No reader has reported a problem that is still open.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns."""
        now = timezone.now()
        return [
            LinkColumn(
                "page",
                label=_("Page"),
                accessor=lambda row: row.page.title if row.page else row.path,
                second=lambda row: row.agency.short_name,
                url=lambda row: reverse("problem_desk:problem", args=[row.pk]),
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
                accessor=lambda row: shown_day(timezone.localdate(row.sent_at)),
                second=lambda row: days_since(row.sent_at, now=now),
            ),
            TagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: _("Closed") if row.closed_at else _("Open"),
                primary=lambda row: row.closed_at is None,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[ProblemReport]:
        """Return what the person may read: what is open, unless a state was asked for."""
        rows = problems_for(self.scope)
        return rows if "state" in self.request.GET else rows.filter(closed_at=None)


class ProblemView(ServiceForm):
    """One report; who serves the agency closes it with a note."""

    form_class = CloseForm
    template_name = "questions/desk/problem.html"
    header_icon = "warning"
    page_title = gettext_lazy("Reported problem")
    success_url = INDEX
    success_message = gettext_lazy("The report is closed.")
    submit_label = gettext_lazy("Close the report")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the report among those that the person may read; who only reads sends nothing."""
        scope = scope_now(request)
        self.report = get_object_or_404(problems_for(scope), pk=kwargs["report_id"])
        serves = self.report.agency_id in scope.agency_roles
        if request.method == "POST" and not serves:
            raise PermissionDenied
        self.closes = serves and not self.report.closed_at
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return self.report.page.title if self.report.page else self.report.path

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand below the list."""
        way = super().get_breadcrumbs_items()
        return [*way[:-1], {"url": INDEX, "label": _("Reported problems")}, way[-1]]

    def perform(self, form: Form) -> None:
        """Close it."""
        note, user = form.cleaned_data["note"], self.request.user
        close_problem(report_id=self.report.pk, user=user, note=note, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what there is to see."""
        page = self.report.page if self.closes else None
        return super().get_context_data(**kwargs) | {
            "report": self.report,
            "closes": self.closes,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else "",
        }
