"""Audit log actions of the desks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeskAction(TextChoices):
    """What is done to rows of all kinds."""

    DELEGATED = "task_delegated", _("Task handed to a colleague")
