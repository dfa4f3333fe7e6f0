"""Audit log actions for activities, reporters and speaker requests."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActivityAction(TextChoices):
    """Actions on activities, reporters and speaker requests."""

    RECORDED = "activity_recorded", _("Activity entered in the diary")
    CHANGED = "activity_changed", _("Activity of the diary changed")
    REMOVED = "activity_removed", _("Activity taken out of the diary")
    IMPORTED = "activities_imported", _("Activities entered from a file")
    REPORTER_ENTERED = "reporter_entered", _("Legal reporter entered")
    REPORTER_CHANGED = "reporter_changed", _("Legal reporter changed")
    REPORTER_ENDED = "reporter_ended", _("Recognition of a legal reporter ended")
    CONSENT_GIVEN = "reporter_listed", _("Legal reporter listed in public")
    CONSENT_WITHDRAWN = "reporter_unlisted", _("Legal reporter listed no more")
    SPEAKER_ASKED = "speaker_asked", _("Legal reporter asked for")
    SPEAKER_ANSWERED = "speaker_answered", _("Request for a legal reporter answered")
    SPEAKER_WITHDRAWN = "speaker_withdrawn", _("Request for a legal reporter withdrawn")
