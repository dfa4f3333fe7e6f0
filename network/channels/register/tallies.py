"""Numbers of channels per agency and state, for start pages and the overseers' overview."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from ..models import APPROVED_STATES, ENDED_STATES, Channel, ChannelState
from .endings import conditions


@dataclass(slots=True)
class Tally:
    """Numbers of channels of one agency, or of several."""

    states: Counter[str] = field(default_factory=Counter)
    # Active channels that lack something, and those with something that expires soon.
    to_confirm: int = 0
    ending: int = 0
    ends_on: dt.date | None = None

    @property
    def used(self) -> int:
        """Return the number of official channels, including paused ones."""
        return sum(self.states[state] for state in APPROVED_STATES)

    @property
    def to_come(self) -> int:
        """Return the number of channels that are planned or await approval."""
        return self.states[ChannelState.PLANNED] + self.states[ChannelState.AWAITING]

    @property
    def ended(self) -> int:
        """Return the number of channels that have ended."""
        return sum(self.states[state] for state in ENDED_STATES)


def tallies(channels: QuerySet[Channel], day: dt.date) -> dict[int, Tally]:
    """Return {agency id: tally} for the agencies of `channels`. At most ten queries."""
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
    """Return the sum of all tallies."""
    whole = Tally()
    for each in found:
        whole.states += each.states
        whole.to_confirm += each.to_confirm
        whole.ending += each.ending
    return whole
