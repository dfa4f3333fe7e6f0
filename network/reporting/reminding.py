"""Remind agencies of missing reports, at most once a day, and extend deadlines.

Services raise ValidationError if the user's role or the state of the row forbids the transition.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.recipients import members
from network.agencies.succession import acting_agency
from network.core.dates import format_day
from network.mailing.kinds import Letter, MailKind, absolute, letters_to
from network.mailing.services import queue_mails

from .actions import ReportAction
from .models import OPEN_STATES, Report
from .selectors import OFFICERS, to_remind_of
from .services import locked_period, locked_report, record_report
from .transitions import EXTEND, REMIND, REMIND_ALL


@transaction.atomic
def remind(*, report_id: int, user: User, now: dt.datetime) -> None:
    """Remind one agency by mail, and log it. Raises ValidationError if nobody there can be
    reached."""
    report = locked_report(report_id, user, REMIND)
    asked = acting_agency(report.agency, timezone.localdate(now))
    if not members(asked, *OFFICERS, now=now).exists():
        raise ValidationError(_("Nobody of this agency can be reached by mail: call there."))
    _remind([report], user, now)


@transaction.atomic
def remind_all(*, period_id: int, user: User, now: dt.datetime) -> None:
    """Remind all agencies with open reports in a period that were not reminded today."""
    period = locked_period(period_id, user, REMIND_ALL)
    # Wait for a concurrent reminder of one of them; the audit log then shows it.
    open_ones = period.reports.select_for_update(of=("self",)).order_by("pk")
    list(open_ones.filter(state__in=OPEN_STATES))
    _remind(list(to_remind_of(period).select_related("agency", "period")), user, now)


def _remind(reports: list[Report], user: User, now: dt.datetime) -> None:
    for report in reports:
        record_report(report, ReportAction.REMINDED, user, now)
    queue_mails("reporting.reminder", [{"report_id": report.pk} for report in reports])


@transaction.atomic
def extend(*, report_id: int, due_on: dt.date, reason: str, user: User, now: dt.datetime) -> None:
    """Extend a report's deadline. Readers of the report see the reason.

    Raises ValidationError unless `due_on` is in the future and after the present deadline.
    """
    report = locked_report(report_id, user, EXTEND)
    if due_on <= max(report.due_on, timezone.localdate(now)):
        raise ValidationError({"due_on": _("Give a day to come, after the deadline.")})
    before, report.due_on = report.due_on, due_on
    report.extended_from, report.extended_because = report.extended_from or before, reason
    report.save(update_fields=["due_on", "extended_from", "extended_because"])
    days = {"before": format_day(before), "valid_to": due_on.isoformat()}
    record_report(report, ReportAction.EXTENDED, user, now, reason=reason, **days)


def reminder_letters(*, report_id: int, now: dt.datetime) -> list[Letter]:
    """Return the reminder mails to the agency's officers, or [] if the report was submitted
    meanwhile."""
    rows = Report.objects.filter(pk=report_id, state__in=OPEN_STATES)
    report = rows.select_related("agency", "period").first()
    if report is None:
        return []
    return letters_to(
        members(acting_agency(report.agency, timezone.localdate(now)), *OFFICERS, now=now),
        _("Report not handed in yet: %s") % report.period.name,
        "reporting/mail/reminder",
        {"report": report, "address": absolute(reverse("reporting:report", args=[report.pk]))},
        agency_id=report.agency_id,
    )


MAILS = {"reporting.reminder": MailKind(gettext_lazy("Reminder of a report"), reminder_letters)}
