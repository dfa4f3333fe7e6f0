"""Audit log actions of oversight."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OversightAction(models.TextChoices):
    """Actions of agencies and overseers concerning findings."""

    DECLARED = "requirement_declared", _("Requirement declared")
    DISPUTED = "finding_disputed", _("Finding disputed")
    DISPUTE_ANSWERED = "dispute_answered", _("Dispute answered")
    OUTREACH_ENTERED = "outreach_entered", _("Outreach written down")
    OUTREACH_STRUCK = "outreach_struck", _("Outreach struck out")
    REMINDED = "agency_reminded", _("Agency reminded")
    REMINDER_RECEIVED = "reminder_received", _("Reminder received")
    HELP_ASKED = "help_asked", _("Help asked for")
    HELP_ANSWERED = "help_answered", _("Request for help answered")
    CHECKED_ANEW = "findings_checked", _("Requirements checked anew")
    EVIDENCE_REJECTED = "evidence_rejected", _("Evidence not accepted")
    VERDICT_ANSWERED = "verdict_answered", _("Verdict on evidence answered")
    VERDICT_DECIDED = "verdict_decided", _("Verdict on evidence decided finally")
    CELL_ACCEPTED = "audit_cell_accepted", _("Evidence accepted in a sample audit")
    AUDIT_DRAWN = "audit_drawn", _("Sample audit drawn")
