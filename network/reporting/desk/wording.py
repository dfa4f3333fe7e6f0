"""Texts, figures and charts about the state of a period."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.agencies.figures import Figure
from network.core.charts import Bar, Chart, row_chart
from network.core.dates import format_day

from ..models import RECEIVED_STATES, Period, Report
from ..selectors import Receipts, days_late
from .filters import EMPTY, LATE, MISSING

# Upper bounds in working days late, inclusive.
_FEW, _SOME = 2, 5


def how_late(row: Report, day: dt.date) -> str:
    """Return the working days a report is or was late, as text; "in time" if submitted in time, ""
    if not due yet."""
    days = days_late(row, day)
    if not days:
        return _("in time") if row.first_submitted_on else ""
    return ngettext("%d working day late", "%d working days late", days) % days


def more_time(row: Report) -> str:
    """Return the extended deadline as text, or ""."""
    return _("more time until %s") % format_day(row.due_on) if row.extended_from else ""


def timeliness(row: Report, day: dt.date) -> str:
    """Return lateness or due date, and the extended deadline."""
    due = how_late(row, day) or _("due %s") % format_day(row.due_on)
    return " · ".join(filter(None, [due, more_time(row)]))


def reminded_in_words(reminders: tuple[int, dt.date] | None) -> str:
    """Return how often and when last an agency was reminded, or ""."""
    if reminders is None:
        return ""
    times, last = reminders
    words = ngettext("reminded %(times)d time", "reminded %(times)d times", times)
    return f"{words}, {_('last on %(day)s')}" % {"times": times, "day": f"{last:%d/%m}"}


def board_figures(period: Period, receipts: Receipts) -> list[Figure]:
    """Return the five figures of the board, each linked to its rows."""
    address = f"{reverse('reporting:index')}?period={period.pk}"
    is_due = receipts.first_due is not None and receipts.first_due < timezone.localdate()
    return [
        Figure(receipts.expected, _("expected"), address),
        Figure(receipts.received, _("received reports"), address),
        Figure(
            receipts.late,
            _("of these late"),
            f"{address}&state={LATE}",
            serious=receipts.late > 0,
        ),
        Figure(
            receipts.missing,
            _("missing"),
            f"{address}&state={MISSING}",
            serious=is_due and receipts.missing > 0,
        ),
        Figure(receipts.empty, _("received but empty"), f"{address}&state={EMPTY}"),
    ]


def board_chart(period: Period, day: dt.date) -> Chart | None:
    """Return the chart of late reports, or None if none is late. One query."""
    came: dict[str, int] = {"few": 0, "some": 0, "long": 0, "not": 0}
    rows = period.reports.only("state", "due_on", "first_submitted_on")
    for row in rows:
        days = days_late(row, day)
        if not days:
            continue
        if row.state not in RECEIVED_STATES:
            came["not"] += 1
        else:
            came["few" if days <= _FEW else "some" if days <= _SOME else "long"] += 1
    if not any(came.values()):
        return None
    late = sum(came.values()) - came["not"]
    title = _("%(late)d handed in late, %(missing)d overdue") % {
        "late": late,
        "missing": came["not"],
    }
    bars = [
        Bar(_("Late by 1–2 days"), came["few"], "warn"),
        Bar(_("Late by 3–5 days"), came["some"], "warn"),
        Bar(_("Late by more than 5 days"), came["long"], "bad"),
        Bar(_("Not handed in, overdue"), came["not"], "bad"),
    ]
    headings = (_("Working days late"), _("Agencies"))
    return row_chart(title, bars, headings=headings)
