"""Audit log actions for cases and citizens' reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseAction(TextChoices):
    """Actions on cases and on citizens' reports."""

    OPENED = "case_opened", _("Case opened")
    EVIDENCE = "case_evidence", _("Evidence added to a case")
    VERIFYING = "case_verifying", _("Case being verified")
    CONFIRMED = "case_confirmed", _("Impersonation confirmed")
    SETTLED = "case_settled", _("Case settled without impersonation")
    REOPENED = "case_reopened", _("Case opened again, no warning any more")
    NOTIFIED = "case_notified", _("Impersonation reported to an authority")
    LOOKED = "case_looked", _("Looked whether the page is still there")
    AUTHORITY_SET = "case_authority_set", _("Where fakes are reported to entered or changed")
    PASSED_ON = "case_passed_on", _("Case passed on to the successor")
    REPORT_TAKEN = "fake_report_taken", _("Reported page taken into a case")
    REPORT_CLOSED = "fake_report_closed", _("Report of a page answered")
    REPORT_WITHDRAWN = "fake_report_withdrawn", _("Report of a page deleted by its sender")
    REPORT_HANDED_OVER = "fake_report_handed_over", _("Report of a page handed over to an agency")
    REPORT_PASSED_ON = "fake_report_passed_on", _("Report of a page passed on to the successor")
