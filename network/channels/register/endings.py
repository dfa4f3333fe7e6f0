"""Upcoming expiries of active channels and plans, and channel admins who have left the agency."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from network.agencies.models import AGENCY_ROLES, Membership
from network.core.working_days import is_reminder_day, working_day_after

from ..models import (
    APPROVED_STATES,
    CONTROL,
    ENDED_STATES,
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelPlan,
    ChannelState,
    PlanState,
    SafetyItem,
)
from .selectors import (
    ChannelStanding,
    Lack,
    items_on,
    lacks_of,
    newest_full_admin,
    standing_of,
)

# Working days before the last day on which reminders are sent.
REMINDER_DISTANCES = (14, 3)
# More calendar days than the longest of these distances can have, even over Tết.
_LONGEST = dt.timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that expires: the last valid day, what it belongs to, and a sentence about it."""

    day: dt.date
    subject: Channel | ChannelPlan
    words: str


@dataclass(frozen=True, slots=True)
class Condition:
    """State of a channel: what it lacks, and the day of its first expiry if that is soon."""

    channel: Channel
    lack: Lack
    ends_on: dt.date | None

    @property
    def standing(self) -> ChannelStanding:
        """Return the public state of an approved channel."""
        return standing_of(self.channel, self.lack)

    @property
    def needs_care(self) -> bool:
        """Return whether the channel is active and lacks something or has something that expires
        soon."""
        return self.channel.state == ChannelState.ACTIVE and bool(self.lack or self.ends_on)


def conditions(channels: Iterable[Channel], day: dt.date) -> list[Condition]:
    """Return the condition of each of `channels`. At most nine queries for any number."""
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
    """A point of the checklist on a day with its last confirmation, or None."""

    item: SafetyItem
    last: Attestation | None
    day: dt.date

    @property
    def left(self) -> int | None:
        """Return the days until the confirmation expires, negative afterwards; None if never
        confirmed."""
        return (self.last.expires_on - self.day).days if self.last else None

    @property
    def state(self) -> str:
        """Return "fine", "soon", "over" or, if never confirmed, "none"."""
        if self.last is None or self.left is None:
            return "none"
        if self.left < 0:
            return "over"
        return "soon" if self.last.expires_on <= soon_after(self.day) else "fine"


def points_of(channel: Channel, day: dt.date) -> list[SafetyPoint]:
    """Return each point of the checklist with its last confirmation for `channel`."""
    rows = channel.attestations.select_related("confirmed_by")
    newest = newest_full_admin(channel, day)
    last = {
        row.item_id: row
        for row in reversed(rows.select_related("item"))
        if row.item.key != CONTROL or row.proves_control(newest)
    }
    return [SafetyPoint(item, last.get(item.pk), day) for item in items_on(day)]


def soon_after(day: dt.date) -> dt.date:
    """Return the last day that counts as "soon" on `day`."""
    return working_day_after(day, max(REMINDER_DISTANCES))


def endings(channels: Iterable[Channel], first: dt.date, last: dt.date) -> list[Ending]:
    """Return what expires from `first` to `last` for the approved ones among `channels`, by day.
    Two queries for any number."""
    by_key = {each.pk: each for each in channels if each.is_approved}
    found = [*_confirmations(by_key, first, last), *_terms(by_key, first, last)]
    rows = [Ending(day, by_key[pk], words) for day, pk, words in found]
    return sorted(rows, key=lambda row: (row.day, str(row.subject), row.subject.pk))


def to_remind_of(day: dt.date, memberships: QuerySet[Membership] | None = None) -> list[Ending]:
    """Return the expiries to remind of on `day`, for the agencies of `memberships` or for all."""
    used = Channel.objects.filter(state__in=APPROVED_STATES).select_related("agency")
    plans = ChannelPlan.objects.select_related("agency")
    if memberships is not None:
        agencies = memberships.values("agency")
        used, plans = used.filter(agency__in=agencies), plans.filter(agency__in=agencies)
    days = day + dt.timedelta(days=1), day + _LONGEST
    rows = [*_plans(plans, *days), *endings(used, *days)]
    return [row for row in rows if is_reminder_day(row.day, day, REMINDER_DISTANCES)]


def keyholders_gone(day: dt.date) -> QuerySet[ChannelAdmin]:
    """Return the registered channel admins of open channels who do not serve the agency on `day`,
    with `last_day`."""
    serving = _memberships(Membership.objects.valid_on(day)).filter(user__is_active=True)
    rows = ChannelAdmin.objects.filter(~Exists(serving), until=None, since__lte=day)
    open_ones = rows.exclude(channel__state__in=ENDED_STATES)
    return open_ones.annotate(last_day=_last_day()).select_related("channel__agency", "user")


def _plans(plans: QuerySet[ChannelPlan], first: dt.date, last: dt.date) -> list[Ending]:
    """Return the approved plans that end without an approved successor."""
    ending = plans.filter(state=PlanState.APPROVED, valid_to__range=(first, last))
    words = _("the plan ends, and none carries it on")
    open_ones = ending.exclude(carried_on_by__state=PlanState.APPROVED).order_by("valid_to", "pk")
    return [Ending(each.valid_to, each, words) for each in open_ones]


def _confirmations(
    channels: Iterable[int], first: dt.date, last: dt.date
) -> list[tuple[dt.date, int, str]]:
    """Return (day, channel id, words) of the points whose last confirmation expires."""
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
    """Return (day, channel id, words) of the admins whose service ends."""
    # The last day is asked of few admins: of those with any role that ends in these days.
    leaving = Membership.objects.filter(valid_to__range=(first, last)).values("user")
    rows = ChannelAdmin.objects.filter(channel__in=channels, until=None, user__in=leaving)
    rows = rows.select_related("user")
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
    """Return the memberships of an admin's user in the channel's agency, for a subquery on
    ChannelAdmin."""
    return rows.filter(
        agency=OuterRef("channel__agency"), user=OuterRef("user"), role__in=AGENCY_ROLES
    )


def _last_day() -> Subquery:
    """Return a subquery for the last day of service; NULL if it is open-ended or there is no
    membership."""
    latest = _memberships(Membership.objects.all()).order_by(F("valid_to").desc(nulls_first=True))
    return Subquery(latest.values("valid_to")[:1])
