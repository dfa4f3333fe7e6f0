"""The report list (for overseers a board of one period), and the page of a report."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Role
from network.agencies.tables import AGENCY, ActionsColumn, LinkColumn, TagColumn, TwoLineColumn
from network.core.dates import format_day
from network.core.export import RowValue
from network.core.sorting import SortKey
from network.core.working_days import working_days
from network.desks.acts import ActForm
from network.desks.delegation import WaitingRow
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView
from network.desks.transitions import Transition

from .. import services
from ..models import OPEN_STATES, RECEIVED_STATES, Period, Report, ReportState, TextCorrection
from ..printing import can_print
from ..selectors import (
    FEWEST_FIGURES,
    ReportLine,
    compared_with,
    current_period,
    days_late,
    faults_of,
    lines_of,
    proposals,
    receipts_of,
    reminders_of,
    reports_for,
    roles_for,
    texts_of,
)
from ..transitions import (
    ACCEPT,
    CORRECT,
    EXTEND,
    REMIND,
    REMIND_ALL,
    SEND_BACK,
    TAKE_PAPER,
    WRITE,
    WRITE_FROM_PAPER,
    submission_of,
    writing_of,
)
from .filters import ReportFilterSet
from .forms import FiguresForm
from .rows import parts_of
from .wording import board_chart, board_figures, how_late, more_time, reminded_in_words, timeliness

# Number of other periods linked above the board.
_PERIODS_NAMED = 5


def _title(row: Report) -> str:
    return f"{_('Report')} {row.period.name}"


def _known(row: Any) -> str:
    return f"{row.known} / {row.asked}"


STATE = RowValue(gettext_lazy("State"), lambda row: row.get_state_display())


class ReportsView(DeskList):
    """Reports of the user's agencies; for overseers, the reports of all agencies in one period."""

    model = Report
    page_title = gettext_lazy("Periodic reports")
    action = gettext_lazy("Fill in")
    header_icon = "clipboard-list"
    index_url_name = "reporting:index"
    index_results_url_name = "reporting:results"
    export_url_name = "reporting:export"
    row_url_name = "reporting:report"
    delegate_url_name = "reporting:delegate"
    template_name = "reporting/index.html"
    results_template_name = "reporting/results.html"
    filterset_class = ReportFilterSet
    file_name = "bao-cao"
    verbose_name_plural = Report._meta.verbose_name_plural
    no_results_message = gettext_lazy("No report is asked for yet.")
    panel_heading = gettext_lazy("Reports to write")
    export_columns = [
        AGENCY,
        (gettext_lazy("Reporting period"), lambda row: row.period.name),
        STATE,
        (gettext_lazy("Due"), lambda row: format_day(row.due_on)),
        (gettext_lazy("Handed in"), lambda row: format_day(row.first_submitted_on)),
        (gettext_lazy("Working days late"), lambda row: days_late(row, timezone.localdate())),
        (gettext_lazy("Known figures"), lambda row: row.known),
        (gettext_lazy("On paper"), lambda row: _("Yes") if row.on_paper else ""),
    ]

    @cached_property
    def period(self) -> Period | None:
        """Return the period that the overseer looks at, or None for other users."""
        if Role.OVERSEER not in self.scope.roles:
            return None
        asked = self.request.GET.get("period", "")
        found = Period.objects.filter(pk=asked).first() if asked.isdecimal() else None
        return found or current_period()

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the table columns."""
        day = timezone.localdate(self.now)

        def names(row: Report) -> tuple[str, str]:
            """Return the row's distinguishing title and the rest. A board has one period, so the
            agency distinguishes."""
            agency = row.agency.short_name
            return (agency, "") if self.period else (_title(row), agency)

        return [
            LinkColumn(
                "agency",
                label=_("Agency") if self.period else _("Report"),
                accessor=lambda row: names(row)[0],
                second=lambda row: " · ".join(
                    filter(None, [names(row)[1], _("on paper") if row.on_paper else ""])
                ),
                url=self.row_url,
            ),
            TagColumn("state", shows=STATE, primary=lambda row: row.is_open),
            TwoLineColumn(
                "late",
                label=_("Handed in"),
                accessor=lambda row: format_day(row.first_submitted_on) or "–",
                second=lambda row: timeliness(row, day),
            ),
            TwoLineColumn(
                "known",
                label=_("Known figures"),
                accessor=_known,
                second=lambda row: reminded_in_words(self.reminders.get(row.pk)),
            ),
            *(
                [ActionsColumn("acts", label=_("Actions"), actions=self.acts)]
                if self.period
                else []
            ),
        ]

    @cached_property
    def reminders(self) -> dict[int, tuple[int, dt.date]]:
        """Return the reminders in the overseer's period: {report id: (count, last day)}."""
        return reminders_of(self.period.reports.all()) if self.period else {}

    def acts(self, row: Report) -> list[Button]:
        """Return a reminder button, unless the agency was reminded today."""
        _times, last = self.reminders.get(row.pk, (0, None))
        if not row.is_open or row.on_paper or last == timezone.localdate(self.now):
            return []
        return [Button(REMIND.label, reverse("reporting:remind", args=[row.pk]))]

    def get_base_queryset(self) -> QuerySet[Report]:
        """Return the reports the user may read, newest period first."""
        rows = reports_for(self.scope)
        if self.period:
            rows = rows.filter(period=self.period)
        return rows.order_by("-period__last_day", "-state", SortKey("agency__name"), "pk")

    def panel_rows(self) -> QuerySet[Report]:
        """Return the open reports that the user's agencies have to write."""
        rows = reports_for(self.scope, writing=True).filter(state__in=OPEN_STATES, on_paper=False)
        return rows.order_by("due_on", "agency__name", "pk")

    def item(self, row: Any) -> PanelRow:
        """Return the start page row of a report."""
        known = _("%(known)d of %(asked)d figures known") % {
            "known": row.known,
            "asked": row.asked,
        }
        is_complete = row.is_open and row.known >= row.asked
        return PanelRow(
            url=self.row_url(row),
            title=_title(row),
            state=row.get_state_display(),
            facts=" · ".join([row.agency.short_name, known, _("due %s") % format_day(row.due_on)]),
            warning=how_late(row, timezone.localdate(self.now)) if row.is_open else "",
            remark=row.reason,
            due=row.due_on,
            action=_("View, sign") if is_complete else "",
            is_decision=is_complete,
            delegable=self.delegable(row),
        )

    @classmethod
    def waiting_row(cls, row: Report) -> WaitingRow:
        """Return the report, which all roles of its agency may write."""
        return WaitingRow(
            row=row,
            agency=row.agency,
            title=_title(row),
            path=cls.row_url(row),
            roles=WRITE.roles,
            refusal=WRITE.refusal_of(row),
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add figures and chart of the period, for overseers."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if self.period is None:
            return context
        day = timezone.localdate(self.now)
        return context | {
            "period": self.period,
            "others": Period.objects.exclude(pk=self.period.pk)[:_PERIODS_NAMED],
            "figures": board_figures(self.period, receipts_of(self.period)),
            "chart": board_chart(self.period, day),
        }

    def get_header_buttons(self) -> list[Button]:
        """Add buttons to the periods, the consolidated report and reminders, for overseers."""
        buttons = super().get_header_buttons()
        if Role.OVERSEER not in self.scope.roles:
            return buttons
        more = [HeaderButton(_("Periods"), reverse("reporting:periods"), icon_name="list-ul")]
        if self.period:
            address = reverse("reporting:period", args=[self.period.pk])
            more.append(HeaderButton(_("Consolidated report"), address, icon_name="table"))
            if REMIND_ALL.is_open(self.period, self.scope.roles):
                address = reverse("reporting:remind_all", args=[self.period.pk])
                more.append(HeaderButton(REMIND_ALL.label, address, icon_name="mail"))
        return [*more, *buttons]


class ReportRow(RowMixin):
    """Mixin for views of one report."""

    desk = ReportsView
    header_icon = "clipboard-list"
    row_class = "row-page report-page"
    row: Report

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Select the transitions of this report."""
        super().setup(request, *args, **kwargs)
        # A report on paper is entered on a separate page; otherwise the report's page is the form.
        paper = (WRITE_FROM_PAPER,) if self.row.on_paper and self.is_row_page else ()
        looked_at = (ACCEPT, SEND_BACK, CORRECT, REMIND, EXTEND, TAKE_PAPER)
        self.transitions = (*paper, submission_of(self.row), *looked_at)

    def get_rows(self) -> QuerySet[Report]:
        """Return the reports the user may read."""
        return reports_for(self.scope).select_related("period__indicator_set", "submitted_by")

    def get_held_roles(self) -> frozenset[str]:
        """Return the user's roles for this report."""
        return roles_for(self.scope, self.row)

    def row_name(self) -> str:
        """Return the name of the period."""
        return self.row.period.name

    @cached_property
    def lines(self) -> list[ReportLine]:
        """Return all lines."""
        return lines_of(self.row)

    def facts(self) -> list[tuple[Any, Any]]:
        """Return (label, value) pairs: agency, dates, state and signature."""
        row, day = self.row, timezone.localdate()
        days = f"{format_day(row.first_day)} – {format_day(row.last_day)}"
        until = _("actual until %s") % format_day(min(row.period.actual_until, row.last_day))
        signed = ", ".join(filter(None, [row.number, format_day(row.signed_on)]))
        return [
            (_("Agency"), row.agency.name),
            (_("State"), row.get_state_display()),
            (_("Returned because"), row.reason),
            (_("Reporting period"), f"{days} · {until}"),
            (_("Report form"), row.period.indicator_set.name),
            (_("Due"), f"{format_day(row.due_on)} · {how_late(row, day) or self.time_left(day)}"),
            (_("More time"), self.extension()),
            (_("Known figures"), "" if self.is_row_page else _known(row)),
            (_("Signed report"), signed),
            (_("A year before"), compared_with(self.row)),
            (_("On paper"), _("Entered by Sở Tư pháp") if row.on_paper else ""),
        ]

    def extension(self) -> str:
        """Return the extended deadline, the former one and the reason, or ""."""
        before, why = format_day(self.row.extended_from), self.row.extended_because
        return f"{more_time(self.row)}, {_('before that %s') % before}: {why}" if why else ""

    def time_left(self, day: Any) -> str:
        """Return the working days left, or "in time" for a submitted report."""
        if not self.row.is_open:
            return _("in time")
        days = working_days(day, self.row.due_on)
        return ngettext("%d working day left", "%d working days left", days) % days

    def figures_form(self, data: Any = None) -> FiguresForm:
        """Return the form with all figures and texts."""
        parts = list(self.row.period.indicator_set.outline.all())
        return FiguresForm(
            data,
            lines=self.lines,
            parts=parts,
            has_estimates=self.row.period.has_estimates,
            written_at=self.row.written_at,
            initial=FiguresForm.initial_of(self.lines, texts_of(self.row)),
        )

    def report_context(self, form: FiguresForm) -> dict[str, Any]:
        """Return the context of the report's page."""
        row: Any = self.row
        opened = self.request.GET.get("chi-tieu", "")
        return {
            "parts": parts_of(row, self.lines, form, opened=opened),
            "texts": self.texts(form),
            "faults": faults_of(row) if row.is_open else [],
            "steps": self.steps(),
            "missing": [
                each.indicator.code for each in self.lines if each.value and each.actual is None
            ],
            "known": row.known,
            "asked": row.asked,
            "is_received": row.state in RECEIVED_STATES,
            "is_empty": row.known < FEWEST_FIGURES,
            "may_write": writing_of(row).is_open(row, self.held)
            and not (row.on_paper and self.is_row_page),
            "write_url": reverse("reporting:write", args=[row.pk]),
            "can_print": can_print(),
            "may_correct": self.is_row_page and CORRECT.is_open(row, self.held),
        }

    def steps(self) -> list[tuple[str, bool]]:
        """Return the steps of a report as (label, whether it is the current one)."""
        state = self.row.state
        first = ReportState.RETURNED if state == ReportState.RETURNED else ReportState.DRAFT
        way = (first, ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.LOCKED)
        return [(str(each.label), each == state) for each in way]

    def texts(self, form: FiguresForm) -> list[tuple[Any, Any, str, list[TextCorrection]]]:
        """Return for each heading: part, field, proposed sentence and corrections."""
        corrections: dict[int, list[TextCorrection]] = defaultdict(list)
        for row in self.row.text_corrections.all() if self.row.is_locked else ():
            corrections[row.part_id].append(row)
        wholes = {line.indicator.code: line.whole for line in self.lines}
        proposed = proposals(self.row.period.indicator_set, wholes, self.row.agency.name)
        return [
            (part, field, proposed.get(part.pk, ""), corrections[part.pk])
            for part, field in form.texts()
        ]


class ReportView(ReportRow, RowView):
    """Page of a report, written by its agency and read by overseers."""

    page_title = gettext_lazy("Report")
    template_name = "reporting/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add lines and texts to the context."""
        form = self.figures_form()
        return super().get_context_data(**kwargs) | self.report_context(form) | {"form": form}


class WriteView(ReportRow, ActForm):
    """Save the report; after an error show the page again."""

    key, service = "report_id", staticmethod(services.write_report)
    template_name = "reporting/report.html"
    success_message = gettext_lazy("Saved.")

    @property
    def transition(self) -> Transition[Report]:
        """Return the writing transition of this report; overseers write reports received on
        paper."""
        return writing_of(self.row)

    def get_form(self, form_class: Any = None) -> Form:
        """Return the form, bound for a POST."""
        return self.figures_form(self.request.POST if self.request.method == "POST" else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add lines and texts to the context."""
        context = super().get_context_data(**kwargs)
        return context | self.report_context(context["form"])
