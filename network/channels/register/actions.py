"""Audit log actions for channels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChannelAction(TextChoices):
    """Actions on channels and plans."""

    REGISTERED = "channel_registered", _("Channel registered")
    CHANGED = "channel_changed", _("Channel changed")
    RENAMED = "channel_renamed", _("Channel renamed")
    SUBMITTED = "channel_submitted", _("Channel sent for approval")
    RETURNED = "channel_returned", _("Channel returned")
    DOUBTED = "channel_doubted", _("Channel set to being verified")
    CLEARED = "channel_cleared", _("Verification of a channel ended")
    OWNER_DECIDED = "channel_owner_decided", _("Decided whose page a channel is")
    APPROVED = "channel_approved", _("Channel approved")
    PAUSED = "channel_paused", _("Channel paused")
    RESUMED = "channel_resumed", _("Channel in use again")
    ENDED = "channel_ended", _("Channel closed or handed over")
    DISCARDED = "channel_discarded", _("Planned channel deleted")
    ADMIN_ADDED = "channel_admin_added", _("Admin of a channel entered")
    ADMIN_ENDED = "channel_admin_ended", _("Admin of a channel ended")
    ADMIN_GONE = "channel_admin_gone", _("Admin of a channel left the agency")
    ATTESTED = "channel_attested", _("Safety of a channel confirmed")
    ANNOUNCED = "channel_announced", _("Announcement of a channel drafted")
    PLAN_BEGUN = "channel_plan_begun", _("Plan for social networks begun")
    PLAN_CHANGED = "channel_plan_changed", _("Plan for social networks changed")
    PLAN_DISCARDED = "channel_plan_discarded", _("Draft of a plan for social networks deleted")
    PLAN_SUBMITTED = "channel_plan_submitted", _("Plan for social networks sent for approval")
    PLAN_RETURNED = "channel_plan_returned", _("Plan for social networks returned")
    PLAN_APPROVED = "channel_plan_approved", _("Plan for social networks approved")
    WORDS_ISSUED = "channel_words_issued", _("List of words held back issued")
