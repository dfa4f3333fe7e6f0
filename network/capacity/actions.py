"""Audit log actions for qualifications and resources."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CapacityAction(models.TextChoices):
    """Actions of agency admins on qualifications, decisions and resources."""

    RECORDED = "qualification_recorded", _("Qualification recorded")
    CHANGED = "qualification_changed", _("Qualification changed")
    REMOVED = "qualification_removed", _("Qualification removed")
    FILE_KEPT = "decision_file_kept", _("File of a decision kept")
    RESOURCES = "resources_recorded", _("Resources of a year entered")
