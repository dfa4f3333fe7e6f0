"""What of the channels in use ends soon, and who holds keys of them without serving any more."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from network.agencies.models import AGENCY_ROLES, Membership
from network.core.working_days import is_reminder_day, working_day_after

from .models import (
    APPROVED_STATES,
    ENDED_STATES,
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelPlan,
    ChannelState,
    PlanState,
    SafetyItem,
)
from .selectors import ChannelStanding, Lack, items_on, lacks_of, standing_of

# Working days before the last day on which a reminder goes out.
REMINDER_DISTANCES = (14, 3)
# Enough for the longest of these distances over Tết.
_LONGEST = dt.timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Ending:
    """What holds for a channel for the last time on a day, or the last day of a plan."""

    day: dt.date
    subject: Channel | ChannelPlan
    words: str


@dataclass(frozen=True, slots=True)
class Condition:
    """How a channel stands, and the day on which the first of what it needs ends, if soon."""

    channel: Channel
    lack: Lack
    ends_on: dt.date | None

    @property
    def standing(self) -> ChannelStanding:
        """Return what the public reads, once it was approved."""
        return standing_of(self.channel, self.lack)

    @property
    def needs_care(self) -> bool:
        """Return whether it is in use and something is missing, or ends soon."""
        return self.channel.state == ChannelState.ACTIVE and bool(self.lack or self.ends_on)


def conditions(channels: Iterable[Channel], day: dt.date) -> list[Condition]:
    """Return how each of `channels` stands; nine queries at most, for any number."""
    rows = list(channels)
    if not rows:
        return []
    lacks = lacks_of(rows, day)
    first: dict[int, dt.date] = {}
    for ending in endings(rows, day, soon_after(day)):
        first.setdefault(ending.subject.pk, ending.day)
    return [Condition(each, lacks[each.pk], first.get(each.pk)) for each in rows]


@dataclass(frozen=True, slots=True)
class SafetyPoint:
    """A point of the checklist on a day, with its last confirmation."""

    item: SafetyItem
    last: Attestation | None
    day: dt.date

    @property
    def left(self) -> int | None:
        """Return for how many days it still counts; below 0 since when it does not."""
        return (self.last.expires_on - self.day).days if self.last else None

    @property
    def state(self) -> str:
        """Return how it stands: "fine", "soon", "over" or, never confirmed, "none"."""
        if self.last is None or self.left is None:
            return "none"
        if self.left < 0:
            return "over"
        return "soon" if self.last.expires_on <= soon_after(self.day) else "fine"


def points_of(channel: Channel, day: dt.date) -> list[SafetyPoint]:
    """Return each point of the checklist with the last confirmation for `channel`."""
    rows = channel.attestations.select_related("confirmed_by")
    last = {row.item_id: row for row in reversed(rows)}
    return [SafetyPoint(item, last.get(item.pk), day) for item in items_on(day)]


def soon_after(day: dt.date) -> dt.date:
    """Return the day up to which what ends counts as ending soon."""
    return working_day_after(day, max(REMINDER_DISTANCES))


def endings(channels: Iterable[Channel], first: dt.date, last: dt.date) -> list[Ending]:
    """Return what ends of those of `channels` that are in use; two queries for any number."""
    by_key = {each.pk: each for each in channels if each.is_approved}
    found = [*_confirmations(by_key, first, last), *_terms(by_key, first, last)]
    rows = [Ending(day, by_key[pk], words) for day, pk, words in found]
    return sorted(rows, key=lambda row: (row.day, str(row.subject), row.subject.pk))


def to_remind_of(day: dt.date, memberships: QuerySet[Membership] | None = None) -> list[Ending]:
    """Return that of which one is reminded on `day`, at the agencies of `memberships` or all."""
    used = Channel.objects.filter(state__in=APPROVED_STATES).select_related("agency")
    plans = ChannelPlan.objects.select_related("agency")
    if memberships is not None:
        agencies = memberships.values("agency")
        used, plans = used.filter(agency__in=agencies), plans.filter(agency__in=agencies)
    days = day + dt.timedelta(days=1), day + _LONGEST
    rows = [*_plans(plans, *days), *endings(used, *days)]
    return [row for row in rows if is_reminder_day(row.day, day, REMINDER_DISTANCES)]


def keyholders_gone(day: dt.date) -> QuerySet[ChannelAdmin]:
    """Return who holds keys on `day`, by the register, and does not serve the agency."""
    serving = _memberships(Membership.objects.valid_on(day)).filter(user__is_active=True)
    rows = ChannelAdmin.objects.filter(~Exists(serving), until=None, since__lte=day)
    open_ones = rows.exclude(channel__state__in=ENDED_STATES)
    return open_ones.annotate(last_day=_last_day()).select_related("channel__agency", "user")


def _plans(plans: QuerySet[ChannelPlan], first: dt.date, last: dt.date) -> list[Ending]:
    """Return the approved plans that end without one that carries them on."""
    ending = plans.filter(state=PlanState.APPROVED, valid_to__range=(first, last))
    words = _("the plan ends, and none carries it on")
    open_ones = ending.exclude(carried_on_by__state=PlanState.APPROVED).order_by("valid_to", "pk")
    return [Ending(each.valid_to, each, words) for each in open_ones]


def _confirmations(
    channels: Iterable[int], first: dt.date, last: dt.date
) -> list[tuple[dt.date, int, str]]:
    """Return the points whose last confirmation ends."""
    rows = (
        Attestation.objects.filter(channel__in=channels, item__in=items_on(first))
        .order_by("item__order")
        .values_list("channel", "item__order", "item__words")
        .annotate(day=Max("expires_on"))
        .filter(day__range=(first, last))
    )
    return [(day, channel, words) for channel, _order, words, day in rows]


def _terms(
    channels: Iterable[int], first: dt.date, last: dt.date
) -> list[tuple[dt.date, int, str]]:
    """Return who holds keys and serves for the last time."""
    rows = ChannelAdmin.objects.filter(channel__in=channels, until=None).select_related("user")
    ending = rows.annotate(last_day=_last_day()).filter(last_day__range=(first, last))
    return [
        (
            admin.last_day,
            admin.channel_id,
            _("%s holds the keys and leaves the agency") % admin.user.get_full_name(),
        )
        for admin in ending
    ]


def _memberships(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Return those of the person of a row of admins in the agency of the channel."""
    return rows.filter(
        agency=OuterRef("channel__agency"), user=OuterRef("user"), role__in=AGENCY_ROLES
    )


def _last_day() -> Subquery:
    """Return the last day of service, NULL where none is set or nothing of it is left."""
    latest = _memberships(Membership.objects.all()).order_by(F("valid_to").desc(nulls_first=True))
    return Subquery(latest.values("valid_to")[:1])
