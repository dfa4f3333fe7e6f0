"""Check of R15: the leader has approved every channel by a document."""

from django.utils.translation import gettext as _

from network.channels.models import Channel

from ..outcomes import CheckOutcome, Participants, Thresholds, rests_on
from ..proofs import APPROVAL, DECLARATION
from .channels import judge_channels, open_channels


@rests_on(APPROVAL, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each channel has number, date, signer and file of the approval; older entries may lack
    the file."""
    return judge_channels(participants, open_channels(participants), _fault_of, APPROVAL.of_row)


def _fault_of(channel: Channel) -> str:
    """Return what is missing of the approval, "" if nothing."""
    if not channel.is_approved:
        return _("Not approved yet")
    return "" if channel.approval_file else _("The document of approval is missing")
