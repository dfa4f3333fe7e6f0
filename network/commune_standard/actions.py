"""Audit log actions of the commune standard."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommuneAction(models.TextChoices):
    """Actions of communes concerning the standard."""

    FIGURE_ENTERED = "hand_figure_entered", _("Figure of the commune standard entered")
