"""R19: the keys of every page are in enough hands, all of them the agency's."""

from django.utils.translation import gettext as _

from network.channels.models import FULL_ADMINS, Channel
from network.channels.selectors import lacks_of

from ..outcomes import CheckOutcome, Participants, Thresholds
from .channels import judge_channels, used_channels


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Two with full control serve the agency today, nobody who left holds keys, points in date."""
    rows = list(used_channels(participants))
    lacks = lacks_of(rows, participants.day)

    def fault_of(channel: Channel) -> str:
        lack = lacks[channel.pk]
        if lack.gone:
            return _("%d who left hold keys still") % len(lack.gone)
        if lack.full_admins < FULL_ADMINS:
            return _("%d with full control, two are asked") % lack.full_admins
        return "; ".join(item.words for item in lack.items if item.requirement == "R19")

    return judge_channels(participants, rows, fault_of)
