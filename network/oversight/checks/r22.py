"""R22: every page in use was announced to citizens by a text of the agency."""

from django.utils.translation import gettext as _

from network.channels.models import Announcement, Channel

from ..outcomes import Outcome, Participants, Thresholds
from .channels import judge_channels, used_channels


def check(participants: Participants, thresholds: Thresholds) -> dict[int, Outcome]:
    """The text that was drafted from the register is published, and still stands."""
    rows = list(used_channels(participants))
    told = Announcement.objects.filter(channel__in=[row.pk for row in rows], page__live=True)
    announced = set(told.values_list("channel_id", flat=True))

    def fault_of(channel: Channel) -> str:
        return "" if channel.pk in announced else _("Not announced in the section yet")

    return judge_channels(participants, rows, fault_of)
