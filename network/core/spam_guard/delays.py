"""Delays between attempts, used in place of lockouts.

Used by login (`network.accounts.attempts`) and public forms (`network.core.public_forms`). Nothing
sleeps here: an attempt that comes too early is refused with the remaining wait.
"""

import datetime as dt
import math
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import ngettext

from .counting import hashed_key
from .models import AttemptLevel

NO_WAIT = dt.timedelta(0)


@dataclass(frozen=True, slots=True)
class DelayRule:
    """Number of free attempts, and the waiting time after later ones.

    Each attempt raises a level by one. At level `free` the wait is `first`; it doubles with each
    level above, up to `longest`. After the wait, the level falls by one per `recovery`.
    """

    free: int
    first: dt.timedelta
    longest: dt.timedelta
    recovery: dt.timedelta

    @classmethod
    def from_seconds(cls, *, free: int, first: int, longest: int, recovery: int) -> "DelayRule":
        """Return the rule for values in whole seconds, as in settings."""
        seconds = [dt.timedelta(seconds=each) for each in (first, longest, recovery)]
        return cls(free, *seconds)

    @classmethod
    def per_hour(cls, number: int) -> "DelayRule":
        """Return the rule with `number` free attempts, and as many more in each hour."""
        share = dt.timedelta(hours=1) / number
        return cls(free=number, first=share, longest=share, recovery=share)

    def wait_at(self, level: float) -> dt.timedelta:
        """Return the waiting time after an attempt that led to `level`."""
        # Rounded, because attempts within one second must not count less for the tiny recovery
        # between them.
        doublings = round(level) - self.free
        return min(self.first * 2**doublings, self.longest) if doublings >= 0 else NO_WAIT

    def level_after(self, level: float, passed: dt.timedelta) -> float:
        """Return the level after the time `passed` since the last attempt."""
        idle = max(passed - self.wait_at(level), NO_WAIT)
        return max(0.0, level - idle / self.recovery)

    def raised(self, level: float) -> float:
        """Return the level after one more attempt, limited to the level of the longest wait."""
        top = self.free + math.ceil(math.log2(self.longest / self.first))
        return min(level + 1, top)


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule applied to one actor: `of` is a network, an account, or a device of an account."""

    rule: DelayRule
    purpose: str
    of: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Result of `take_turn`: accepted if `wait` is zero. `taken` is what `give_back` needs."""

    wait: dt.timedelta
    at: dt.datetime
    taken: tuple[AttemptLevel, ...] = ()


@transaction.atomic
def take_turn(*limits: Limit, now: dt.datetime) -> Turn:
    """Count an attempt under all `limits`, or under none if one of them still requires waiting.

    Locks the rows of the limits, so that simultaneous requests are handled as if they came one
    after another.
    """
    by_key = {hashed_key(limit.purpose, limit.of): limit for limit in limits}
    new = [AttemptLevel(key=key, level=0.0, at=now, until=now) for key in sorted(by_key)]
    AttemptLevel.objects.bulk_create(new, ignore_conflicts=True)
    # Always lock in key order, because different orders could deadlock.
    rows = list(AttemptLevel.objects.select_for_update().filter(key__in=by_key).order_by("key"))
    waits = [row.at + by_key[row.key].rule.wait_at(row.level) - now for row in rows]
    wait = max(NO_WAIT, *waits)
    if wait:
        return Turn(wait, now)
    for row in rows:
        _raise_level(row, by_key[row.key].rule, now)
    return Turn(NO_WAIT, now, tuple(rows))


def _raise_level(row: AttemptLevel, rule: DelayRule, now: dt.datetime) -> None:
    level = rule.raised(rule.level_after(row.level, now - row.at))
    until = now + rule.wait_at(level) + level * rule.recovery
    AttemptLevel.objects.filter(pk=row.pk).update(level=level, at=now, until=until)


@transaction.atomic
def give_back(turn: Turn) -> None:
    """Undo the count of a successful attempt, since only failures should cause waiting."""
    for before in turn.taken:
        row = AttemptLevel.objects.select_for_update().filter(pk=before.pk).first()
        if row is None:
            continue
        row.level = max(0.0, row.level - 1)
        if row.at == turn.at:
            row.at = before.at
        row.save(update_fields=["level", "at"])


def format_wait(wait: dt.timedelta) -> str:
    """Return a waiting time as text, "30 seconds" or "2 minutes", rounded up."""
    seconds = math.ceil(wait.total_seconds())
    if seconds <= 45:
        quarters = math.ceil(seconds / 15) * 15
        return ngettext("%d second", "%d seconds", quarters) % quarters
    minutes = math.ceil(seconds / 60)
    return ngettext("%d minute", "%d minutes", minutes) % minutes


def forget_levels(*, now: dt.datetime) -> int:
    """Delete the rows that no longer have any effect. Returns how many."""
    return AttemptLevel.objects.filter(until__lte=now).delete()[0]
