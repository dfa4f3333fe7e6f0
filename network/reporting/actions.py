"""Audit log actions for periodic reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportAction(TextChoices):
    """Actions on periods, reports and consolidations."""

    PERIOD_OPENED = "reporting_period_opened", _("Reporting period opened")
    PERIOD_LOCKED = "reporting_period_locked", _("Accepted reports of a period locked")
    WRITTEN = "report_written", _("Report written")
    ON_PAPER = "report_on_paper", _("Report entered from paper")
    SUBMITTED = "report_submitted", _("Report submitted")
    RETURNED = "report_returned", _("Report returned")
    ACCEPTED = "report_accepted", _("Report accepted")
    CORRECTED = "report_corrected", _("Figure of a report corrected")
    REMINDED = "report_reminded", _("Agency reminded of its report")
    EXTENDED = "report_extended", _("More time given for a report")
    CONSOLIDATED = "reports_consolidated", _("Reports consolidated")
    SENT_UP = "reports_sent_up", _("Consolidated report sent upward")
