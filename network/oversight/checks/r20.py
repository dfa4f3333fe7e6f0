"""Check of R20: every channel admin uses a second factor, and somebody has verified it."""

import datetime as dt

from django.utils.translation import gettext as _

from network.channels.models import Channel, ChannelAdmin

from ..outcomes import CheckOutcome, Participants, Thresholds, grouped, rests_on
from ..proofs import ATTESTATION, CHANNEL_ADMIN, DECLARATION
from ..sources import EvidenceRef
from .channels import Points, admins_of, judge_channels, used_channels


@rests_on(ATTESTATION, CHANNEL_ADMIN, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if the checklist's point is confirmed and each admin's second factor was verified within
    its period."""
    rows = list(used_channels(participants))
    points = Points(participants, rows, "R20")
    admins = ChannelAdmin.objects.filter(channel__in=[row.pk for row in rows], until=None)
    seen = grouped(admins.values_list("channel_id", "second_factor_on"))
    keys = admins_of(rows)
    days = min((item.days for item in points.items), default=0)
    since = participants.day - dt.timedelta(days=days)

    def fault_of(channel: Channel) -> str:
        if fault := points.fault_of(channel):
            return fault
        late = sum(day is None or day < since for day in seen.get(channel.pk, []))
        return _("%d without a second factor that was seen in time") % late if late else ""

    def proofs_of(channel: Channel) -> tuple[EvidenceRef, ...]:
        return points.proofs_of(channel) + CHANNEL_ADMIN.each(keys.get(channel.pk, ()))

    return judge_channels(participants, rows, fault_of, proofs_of)
