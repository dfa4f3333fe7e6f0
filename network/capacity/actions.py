"""What the journal knows of competence and resources."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CapacityAction(models.TextChoices):
    """What an agency's admin enters."""

    RECORDED = "qualification_recorded", _("Qualification recorded")
    CHANGED = "qualification_changed", _("Qualification changed")
    REMOVED = "qualification_removed", _("Qualification removed")
    FILE_KEPT = "decision_file_kept", _("File of a decision kept")
    RESOURCES = "resources_recorded", _("Resources of a year entered")
