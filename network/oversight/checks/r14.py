"""Check of R14: every channel of the agency is in the public register."""

from django.utils.translation import gettext as _

from network.channels.models import Channel

from ..outcomes import CheckOutcome, Participants, Thresholds, rests_on
from ..proofs import DECLARATION, REGISTERED
from .channels import judge_channels, open_channels


@rests_on(REGISTERED, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each channel that has not ended is approved, and therefore public."""
    return judge_channels(participants, open_channels(participants), _fault_of, REGISTERED.of_row)


def _fault_of(channel: Channel) -> str:
    """Return what is missing for the public register, "" if nothing."""
    if channel.is_approved:
        return ""
    return _("Not in the public register: %s") % channel.get_state_display()
