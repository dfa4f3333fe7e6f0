"""Check of R16: the data that a channel must state are registered."""

from django.utils.translation import gettext as _

from network.channels.models import Channel

from ..outcomes import CheckOutcome, Participants, Thresholds, rests_on
from ..proofs import DECLARATION, ENTRIES
from .channels import judge_channels, open_channels


@rests_on(ENTRIES, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each channel has name, address, website, email and phone."""
    return judge_channels(participants, open_channels(participants), _fault_of, ENTRIES.of_row)


def _fault_of(channel: Channel) -> str:
    """Return how many of the five values are missing, in words; "" if none."""
    told = (channel.name, channel.office, channel.website, channel.email, channel.phone)
    missing = sum(not each.strip() for each in told)
    return _("%d of 5 entries missing") % missing if missing else ""
