"""Shared parts of the checks of channels: querysets, and one piece of evidence per channel."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from network.channels.models import (
    APPROVED_STATES,
    ENDED_STATES,
    Attestation,
    Channel,
    ChannelAdmin,
    SafetyItem,
)
from network.channels.register.selectors import OF_THIS_ADDRESS, is_owed, items_on

from ..outcomes import CheckOutcome, Evidence, Participants, grouped, judged_by_parts
from ..proofs import ATTESTATION
from ..sources import EvidenceRef
from .absence import absence_of


def open_channels(participants: Participants) -> QuerySet[Channel]:
    """Return the channels that have not ended, approved or not."""
    return Channel.objects.filter(agency__in=participants.ids).exclude(state__in=ENDED_STATES)


def used_channels(participants: Participants) -> QuerySet[Channel]:
    """Return the official channels."""
    return Channel.objects.filter(agency__in=participants.ids, state__in=APPROVED_STATES)


def judge_channels(
    participants: Participants,
    rows: Iterable[Channel],
    fault_of: Callable[[Channel], str],
    proofs_of: Callable[[Channel], tuple[EvidenceRef, ...]],
) -> dict[int, CheckOutcome]:
    """Return {agency id: outcome} by the share of channels without fault; see `absence` for
    agencies without channels.

    `fault_of` returns a sentence about what is wrong with a channel, "" for nothing; `proofs_of`
    the rows that prove the requirement for the channel.
    """
    absence = absence_of(participants)
    parts: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        fault = fault_of(row)
        address = reverse("channels_desk:channel", args=[row.pk])
        parts[row.agency_id].append(
            Evidence(str(row), fault, address, fine=not fault, rests=proofs_of(row))
        )

    def judge(pk: int) -> CheckOutcome:
        if pk not in parts or absence.is_declared(pk):
            return absence.outcome(pk)
        return judged_by_parts(parts[pk])

    return participants.each(judge)


def admins_of(rows: Iterable[Channel]) -> dict[int, list[int]]:
    """Return {channel id: ids of its admins' rows}. One query."""
    admins = ChannelAdmin.objects.filter(channel__in=[row.pk for row in rows], until=None)
    return grouped(admins.order_by("pk").values_list("channel_id", "pk"))


class Points:
    """The safety points of a requirement, with their valid confirmations for some channels."""

    def __init__(
        self, participants: Participants, rows: Iterable[Channel], requirement: str
    ) -> None:
        day = participants.day
        self.items = list(items_on(day).filter(requirement=requirement, is_required=True))
        self.day = day
        held = Attestation.objects.filter(
            OF_THIS_ADDRESS,
            channel__in=[row.pk for row in rows],
            item__in=self.items,
            confirmed_on__lte=day,
            expires_on__gte=day,
        )
        # Ordered by date, so the newest confirmation of each point overwrites the others.
        self.last = {
            (row.channel_id, row.item_id): row for row in held.order_by("confirmed_on", "pk")
        }

    def of(self, channel: Channel) -> list[tuple[SafetyItem, Attestation | None]]:
        """Return each point that the channel owes, with its valid confirmation or None."""
        owed = (item for item in self.items if is_owed(item, channel, self.day))
        return [(item, self.last.get((channel.pk, item.pk))) for item in owed]

    def proofs_of(self, channel: Channel) -> tuple[EvidenceRef, ...]:
        """Return the confirmations that are valid for the channel."""
        return ATTESTATION.each(last.pk for _item, last in self.of(channel) if last)

    def fault_of(self, channel: Channel) -> str:
        """Return a sentence with the points that are not confirmed, "" if all are."""
        missing = [item.words for item, last in self.of(channel) if last is None]
        return _("Not confirmed, or no longer: %s") % "; ".join(missing) if missing else ""


def check_points(participants: Participants, requirement: str) -> dict[int, CheckOutcome]:
    """Check the official channels by the safety points of one requirement."""
    rows = list(used_channels(participants))
    points = Points(participants, rows, requirement)
    return judge_channels(participants, rows, points.fault_of, points.proofs_of)
