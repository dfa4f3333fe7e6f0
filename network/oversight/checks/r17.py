"""Check of R17: a channel states its purpose, in the public register."""

from django.utils.translation import gettext as _

from network.channels.models import INTRO_LENGTH, Channel

from ..outcomes import CheckOutcome, Participants, Thresholds, rests_on
from ..proofs import DECLARATION, INTRO
from .channels import judge_channels, open_channels


@rests_on(INTRO, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each channel's introduction has the minimum length of its form and is public."""
    return judge_channels(participants, open_channels(participants), _fault_of, INTRO.of_row)


def _fault_of(channel: Channel) -> str:
    """Return why citizens cannot read the introduction, "" if they can."""
    if len(channel.intro.strip()) < INTRO_LENGTH:
        return _("The introduction is too short to say tasks and purpose")
    return "" if channel.is_approved else _("Not public before the page is approved")
