"""How many channels of each agency stand how, for the start pages and Sở Tư pháp."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from .endings import conditions
from .models import APPROVED_STATES, ENDED_STATES, Channel, ChannelState


@dataclass(slots=True)
class Tally:
    """The channels of an agency, or of several."""

    states: Counter[str] = field(default_factory=Counter)
    # Of those in use: what is missing, and what ends soon.
    to_confirm: int = 0
    ending: int = 0
    ends_on: dt.date | None = None

    @property
    def used(self) -> int:
        """Return how many are official, those that pause among them."""
        return sum(self.states[state] for state in APPROVED_STATES)

    @property
    def to_come(self) -> int:
        """Return how many are planned or wait for approval."""
        return self.states[ChannelState.PLANNED] + self.states[ChannelState.AWAITING]

    @property
    def ended(self) -> int:
        """Return how many are none any more."""
        return sum(self.states[state] for state in ENDED_STATES)


def tallies(channels: QuerySet[Channel], day: dt.date) -> dict[int, Tally]:
    """Return the tally of each agency that has any of `channels`; ten queries at most."""
    found: dict[int, Tally] = defaultdict(Tally)
    for each in conditions(channels, day):
        tally, active = found[each.channel.agency_id], each.channel.state == ChannelState.ACTIVE
        tally.states[each.channel.state] += 1
        tally.to_confirm += active and bool(each.lack)
        tally.ending += active and bool(each.ends_on)
        days = [day for day in (tally.ends_on, each.ends_on) if day]
        tally.ends_on = min(days, default=None)
    return dict(found)


def total(found: Iterable[Tally]) -> Tally:
    """Return one tally of them all."""
    whole = Tally()
    for each in found:
        whole.states += each.states
        whole.to_confirm += each.to_confirm
        whole.ending += each.ending
    return whole
