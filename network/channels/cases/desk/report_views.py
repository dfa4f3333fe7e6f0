"""Officers' screens for citizens' reports: list, one report, and its transitions."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.filters import AgencyFilter
from network.agencies.models import Agency, Role
from network.agencies.scope import scope_now
from network.agencies.tables import LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day, format_moment
from network.core.fields import offer
from network.desks.acts import ActForm
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView
from network.desks.wording import days_since
from network.media.delivery import send_file

from ...links.addresses import parse_address
from ...models import FakeReport
from ...shared.lookups import channel_at
from .. import reports
from ..selectors import case_of_report, cases_for, reports_for
from ..similarity.compare import Similarity
from ..similarity.imitation import imitated_agency
from ..transitions import CLOSE, HAND_OVER, TAKE
from ..wording import answer_in_words
from .forms import HandOverForm, ReportAnswerForm, TakeForm
from .views import CasesView, agencies_of


class FakeReportFilterSet(WagtailFilterSet):
    """Filters of the list of reports: open, overdue or closed ones; by agency."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("open", gettext_lazy("Waiting for an answer")),
            ("late", gettext_lazy("Overdue only")),
            ("closed", gettext_lazy("Answered")),
        ],
        method="filter_state",
        widget=forms.Select,
    )
    agency = AgencyFilter()

    class Meta:
        model = FakeReport
        fields = ["state", "agency"]

    def filter_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the reports with the chosen state."""
        if value == "closed":
            return rows.filter(closed_at__isnull=False)
        still_open = rows.filter(closed_at=None)
        return still_open.filter(due_on__lt=timezone.localdate()) if value == "late" else still_open


class ReportsView(DeskList):
    """List of the reports to the user's agencies, for overseers to all agencies; oldest first."""

    model = FakeReport
    page_title = gettext_lazy("Pages that citizens report")
    action = gettext_lazy("Deal with it")
    header_icon = "warning"
    index_url_name = "fake_reports_desk:index"
    index_results_url_name = "fake_reports_desk:index_results"
    row_url_name = "fake_reports_desk:report"
    filterset_class = FakeReportFilterSet
    verbose_name_plural = FakeReport._meta.verbose_name_plural
    no_results_message = gettext_lazy("No citizen has reported a page that is still unanswered.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: page and agency, what the page did, date, state."""
        return [
            LinkColumn(
                "page",
                label=_("Name of the page"),
                accessor=_name,
                second=lambda row: row.agency.short_name,
                url=self.row_url,
            ),
            TwoLineColumn(
                "text",
                label=_("What the page did"),
                accessor=lambda row: row.text[:140] or _("(erased)"),
                second=lambda row: row.case.number if row.case else "",
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
                accessor=lambda row: _("Waiting for an answer") if row.is_open else _("Answered"),
                primary=lambda row: row.is_open,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[FakeReport]:
        """Return the reports that the user may read; open ones only, unless a state is chosen."""
        rows = reports_for(self.scope)
        return rows if "state" in self.request.GET else rows.filter(closed_at=None)

    def panel_rows(self) -> QuerySet[FakeReport]:
        """Return the unanswered reports of the user's own agencies, for overseers of all
        agencies."""
        rows = reports_for(self.scope, writing=Role.OVERSEER not in self.scope.roles)
        return rows.filter(closed_at=None)

    def item(self, row: FakeReport) -> PanelRow:
        """Return a report as a row of the start page."""
        return PanelRow(
            url=self.row_url(row),
            title=_name(row),
            state=row.agency.short_name,
            facts=days_since(row.sent_at, now=self.now),
            due=row.due_on,
            since=timezone.localdate(row.sent_at),
            came_at=row.sent_at,
        )


def _as_text(url: str) -> str:
    """Return an address as text, not as a link, so that nobody opens a reported page by a click; ""
    for none."""
    return format_html("<code>{}</code>", url) if url else ""


def _name(row: FakeReport) -> str:
    """Return the reported name, else the address, else a note that both are erased."""
    return row.name or row.url or _("(erased)")


class FakeReportRow(RowMixin):
    """Base of views of one report. 404 for a report that the user may not read."""

    desk = ReportsView
    header_icon = "warning"
    row: FakeReport

    def get_rows(self) -> QuerySet[FakeReport]:
        """Return the reports that the user may read."""
        return reports_for(self.scope)

    def row_name(self) -> str:
        """Return the name of the reported page."""
        return _name(self.row)

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the report's values, as (label, value)."""
        row, picture = self.row, ""
        if row.picture:
            address = reverse("fake_reports_desk:picture", args=[row.pk])
            words = _("Picture that the citizen sent")
            picture = format_html(
                '<a href="{}"><img src="{}" alt="{}" width="320"></a>', *[address] * 2, words
            )
        return [
            (_("Name of the page"), row.name),
            (_("Address"), _as_text(row.url)),
            (_("Reported post or video"), _as_text(row.post_url)),
            (_("Page of the register"), self.registered()),
            (_("Named nearly like"), self.suggestion()),
            (_("What the page did"), row.text),
            (_("Picture"), picture),
            (_("Agency"), row.agency.name),
            (_("Sent"), format_moment(row.sent_at)),
            (_("Answer due by"), format_day(row.due_on) if row.is_open else ""),
            (_("Case"), self.case()),
            (_("Answer"), answer_in_words(row)),
        ]

    def case(self) -> str:
        """Return a link to the case of the page, or only its number if another agency has it; "" if
        there is no case."""
        case = case_of_report(self.row)
        if case is None:
            return ""
        if not cases_for(self.scope).filter(pk=case.pk).exists():
            return _("%s, of another agency. Its outcome answers this report.") % case.number
        return format_html('<a href="{}">{}</a>', CasesView.row_url(case), case)

    def registered(self) -> str:
        """Return the registered channel at the reported address; it may have been hijacked. "" for
        none."""
        found = channel_at({parse_address(self.row.url).key}) if self.row.url else None
        return f"{found} · {found.agency.short_name}" if found else ""

    def suggestion(self) -> str:
        """Return the agency that the page imitates, with the similarity as a hint; "" for none."""
        found = self.imitated()
        return f"{found[0].name} ({found[1].score:.2f})".replace(".", ",") if found else ""

    def imitated(self) -> tuple[Agency, Similarity] | None:
        """Return the agency whose page, name or address the page imitates. None once erased."""
        row = self.row
        if not row.url:
            return None
        return imitated_agency(row.name, parse_address(row.url), timezone.localdate())


class ReportView(FakeReportRow, RowView):
    """Page of one report."""

    transitions = (TAKE, CLOSE, HAND_OVER)
    page_title = gettext_lazy("Reported page")


class TakeView(FakeReportRow, ActForm):
    """Form view: add a report to a case."""

    key = "report_id"
    transition, form_class, service = TAKE, TakeForm, staticmethod(reports.take_report)
    success_message = gettext_lazy("The report belongs to the case of its page now.")

    def get_initial(self) -> dict[str, Any]:
        """Suggest the agency whose name is similar to the page's, else the report's agency."""
        found = self.imitated()
        return {"agency": found[0] if found else self.row.agency, "name": self.row.name}

    def get_form(self, form_class: Any = None) -> Form:
        """Offer the agencies for which the user may open a case."""
        form: Form = super().get_form(form_class)
        return offer(form, "agency", agencies_of(self.scope))


class HandOverView(FakeReportRow, ActForm):
    """Form view: hand a report over to another agency. Redirects to the list."""

    key, row_is_kept = "report_id", False
    transition, form_class = HAND_OVER, HandOverForm
    service = staticmethod(reports.hand_over_report)
    success_message = gettext_lazy("Handed over. The other agency reads and answers it now.")
    explanation = gettext_lazy(
        "The text and the picture of the citizen go to the other agency and leave your list."
    )


class CloseView(FakeReportRow, ActForm):
    """Form view: answer a report."""

    key = "report_id"
    transition, form_class, service = CLOSE, ReportAnswerForm, staticmethod(reports.close_report)
    success_message = gettext_lazy("Answered. Who sent it reads it by the code.")


def picture(request: HttpRequest, fake_report_id: int) -> HttpResponseBase:
    """Return the citizen's picture. 404 for reports that the user may not read, or without
    picture."""
    rows = reports_for(scope_now(request)).exclude(picture="")
    return send_file(request, get_object_or_404(rows, pk=fake_report_id).picture, public=False)
