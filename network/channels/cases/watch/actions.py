"""Audit log actions for scans."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScanAction(TextChoices):
    """Actions on scans."""

    OPENED = "scan_opened", _("Scan for false pages opened")
    LOOKED = "scan_looked", _("Searches looked at")
    FOUND = "scan_found", _("Page found by a scan entered")
    FINISHED = "scan_finished", _("Scan for false pages finished")
