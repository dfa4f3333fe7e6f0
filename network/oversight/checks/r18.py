"""Check of R18: a regulation says who manages, writes and selects."""

from django.utils.translation import gettext as _

from network.channels.models import Channel

from ..outcomes import CheckOutcome, Participants, Thresholds, rests_on
from ..proofs import DECLARATION, REGULATION
from .channels import judge_channels, used_channels


@rests_on(REGULATION, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if the regulation of each official channel is registered."""
    return judge_channels(participants, used_channels(participants), _fault_of, REGULATION.of_row)


def _fault_of(channel: Channel) -> str:
    """Return that no regulation is registered, "" if there is one."""
    return "" if channel.regulation else _("No regulation is registered")
