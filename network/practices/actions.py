"""Audit log actions of good practices."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PracticeAction(TextChoices):
    """Actions on a practice and on its adoption by other agencies."""

    WRITTEN = "practice_written", _("Good practice written down")
    CHANGED = "practice_changed", _("Good practice changed")
    DISCARDED = "practice_discarded", _("Draft of a good practice deleted")
    SENT = "practice_sent", _("Good practice sent to Sở Tư pháp")
    RETURNED = "practice_returned", _("More asked about a good practice")
    RECOGNISED = "practice_recognised", _("Good practice recognised")
    REFUSED = "practice_refused", _("Good practice found not suitable")
    CONFIRMED = "practice_confirmed", _("Good practice still kept up")
    CONTACT_HIDDEN = "practice_contact_hidden", _("Contact of a good practice hidden")
    RETIRED = "practice_retired", _("Good practice given up")
    ADOPTED = "practice_adopted", _("Good practice of another agency taken up")
    FOLLOWED = "practice_followed", _("What became of an adopted practice")
    DRAFTED = "practice_drafted", _("Page about a good practice begun")
