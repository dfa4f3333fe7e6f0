"""What the journal says of channels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChannelAction(TextChoices):
    """What can happen to a channel."""

    REGISTERED = "channel_registered", _("Channel registered")
    CHANGED = "channel_changed", _("Channel changed")
    RENAMED = "channel_renamed", _("Channel renamed")
    SUBMITTED = "channel_submitted", _("Channel sent for approval")
    RETURNED = "channel_returned", _("Channel returned")
    APPROVED = "channel_approved", _("Channel approved")
    PAUSED = "channel_paused", _("Channel paused")
    RESUMED = "channel_resumed", _("Channel in use again")
    ENDED = "channel_ended", _("Channel closed or handed over")
    DISCARDED = "channel_discarded", _("Planned channel deleted")
    ADMIN_ADDED = "channel_admin_added", _("Admin of a channel entered")
    ADMIN_ENDED = "channel_admin_ended", _("Admin of a channel ended")
    ATTESTED = "channel_attested", _("Safety of a channel confirmed")
