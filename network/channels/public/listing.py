"""Channels as the public register shows them."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy

from ..models import Channel
from ..register.selectors import ChannelStanding, lacks_of, standing_of
from .link_check import LinkAnswer

WORDS = {
    ChannelStanding.OFFICIAL: gettext_lazy("Official"),
    ChannelStanding.VERIFYING: gettext_lazy("Being verified"),
    ChannelStanding.TO_CONFIRM: gettext_lazy("To be confirmed again"),
    ChannelStanding.PAUSED: gettext_lazy("Paused for now"),
    ChannelStanding.TO_CLOSE: gettext_lazy("To be closed"),
    ChannelStanding.ENDED: gettext_lazy("Official no more"),
    ChannelStanding.NOT_LISTED: gettext_lazy("Not in the list"),
}
SIGNS = {
    ChannelStanding.OFFICIAL: "circle-check",
    ChannelStanding.VERIFYING: "clock",
    ChannelStanding.TO_CONFIRM: "clock",
    ChannelStanding.PAUSED: "clock",
    ChannelStanding.TO_CLOSE: "info-circle",
    ChannelStanding.ENDED: "info-circle",
    ChannelStanding.NOT_LISTED: "info-circle",
}
MEANINGS = {
    ChannelStanding.OFFICIAL: gettext_lazy(
        "Approved by the agency, which has confirmed its safety."
    ),
    ChannelStanding.VERIFYING: gettext_lazy(
        "Sở Tư pháp checks whether the agency controls this page. Do not act on it meanwhile."
    ),
    ChannelStanding.TO_CONFIRM: gettext_lazy(
        "The agency's, but not confirmed in time, or short of an admin. Ask before you act on it."
    ),
    ChannelStanding.PAUSED: gettext_lazy("The agency does not use it for the time being."),
    ChannelStanding.TO_CLOSE: gettext_lazy(
        "Its agency has ended. The page will be closed or handed over; do not act on it."
    ),
    ChannelStanding.ENDED: gettext_lazy("No agency answers there any more."),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel with its public state and the day of its last safety confirmation."""

    channel: Channel
    standing: ChannelStanding
    confirmed_on: dt.date | None

    @property
    def words(self) -> str:
        """Return the public state in words."""
        return str(WORDS[self.standing])

    @property
    def sign(self) -> str:
        """Return the symbol of the public state."""
        return SIGNS[self.standing]


def listed_now(channels: list[Channel]) -> list[Listed]:
    """Return the channels with their public states of today."""
    lacks = lacks_of(channels, timezone.localdate()) if channels else {}
    return [
        Listed(each, standing_of(each, lacks[each.pk]), lacks[each.pk].confirmed_on)
        for each in channels
    ]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer of the link check, with the public state of the channel that it names."""

    answer: LinkAnswer
    listed: Listed | None


def shown_answers(answers: list[LinkAnswer]) -> list[ShownAnswer]:
    """Return the answers with today's public states of their channels."""
    channels = [each.channel for each in answers if each.channel]
    by_channel = {each.channel.pk: each for each in listed_now(channels)}
    return [
        ShownAnswer(each, by_channel[each.channel.pk] if each.channel else None) for each in answers
    ]
