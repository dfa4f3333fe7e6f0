"""Stages of a page between its author and the citizen (domain brief 3.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The stages in the order an article passes them. RETURNED leads back to the author."""

    DRAFT = "draft", _("Draft")
    RETURNED = "returned", _("Returned")
    WAITING_APPRAISAL = "waiting_appraisal", _("Waiting for appraisal")
    WAITING_APPROVAL = "waiting_approval", _("Waiting for approval")
    SCHEDULED = "scheduled", _("Approved, waiting to be published")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("No longer shown")


WAITING = frozenset({Stage.WAITING_APPRAISAL, Stage.WAITING_APPROVAL})
