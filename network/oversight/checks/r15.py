"""R15: the leader has approved every page, by a document."""

from django.utils.translation import gettext as _

from network.channels.models import Channel

from ..outcomes import CheckOutcome, Participants, Thresholds
from .channels import judge_channels, open_channels


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Number, date, signer and the file itself, which older entries may lack."""
    return judge_channels(participants, open_channels(participants), _fault_of)


def _fault_of(channel: Channel) -> str:
    if not channel.is_approved:
        return _("Not approved yet")
    return "" if channel.approval_file else _("The document of approval is missing")
