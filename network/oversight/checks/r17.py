"""R17: a page says what it is for."""

from django.utils.translation import gettext as _

from network.channels.models import INTRO_LENGTH, Channel

from ..outcomes import CheckOutcome, Participants, Thresholds
from .channels import judge_channels, open_channels


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """The introduction is as long as its form asks."""
    return judge_channels(participants, open_channels(participants), _fault_of)


def _fault_of(channel: Channel) -> str:
    if len(channel.intro.strip()) >= INTRO_LENGTH:
        return ""
    return _("The introduction is too short to say tasks and purpose")
