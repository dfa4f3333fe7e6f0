"""Check of R19: every channel has enough admins, all of them members of the agency."""

from django.utils.translation import gettext as _

from network.channels.models import FULL_ADMINS, Channel
from network.channels.register.selectors import lacks_of

from ..outcomes import CheckOutcome, Participants, Thresholds, rests_on
from ..proofs import ATTESTATION, CHANNEL_ADMIN, DECLARATION
from ..sources import EvidenceRef
from .channels import Points, admins_of, judge_channels, used_channels


@rests_on(ATTESTATION, CHANNEL_ADMIN, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each official channel has two admins with full control who serve the agency, no admin
    has left it, and the points of R19 are confirmed."""
    rows = list(used_channels(participants))
    lacks = lacks_of(rows, participants.day)
    points, admins = Points(participants, rows, "R19"), admins_of(rows)

    def fault_of(channel: Channel) -> str:
        lack = lacks[channel.pk]
        if lack.gone:
            return _("%d who left hold keys still") % len(lack.gone)
        if lack.full_admins < FULL_ADMINS:
            return _("%d with full control, two are asked") % lack.full_admins
        return "; ".join(item.words for item in lack.items if item.requirement == "R19")

    def proofs_of(channel: Channel) -> tuple[EvidenceRef, ...]:
        return points.proofs_of(channel) + CHANNEL_ADMIN.each(admins.get(channel.pk, ()))

    return judge_channels(participants, rows, fault_of, proofs_of)
