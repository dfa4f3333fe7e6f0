"""Queries for channels: what a user may read, what a channel lacks, which one a link names."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from network.agencies.models import AGENCY_ROLES, Agency, AuditEntry, Membership
from network.agencies.scope import Scope

from ..links.pages import named_by
from ..models import (
    CONTROL,
    ENDED_STATES,
    FULL_ADMINS,
    HOLDS_ADDRESS,
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelState,
    ControlShare,
    SafetyItem,
    WordList,
)
from ..shared.lookups import planned_networks
from .actions import ChannelAction

_A = ChannelAction
# The code of control proves nothing about another address.
OF_THIS_ADDRESS = ~Q(item__key=CONTROL) | Q(address_key=F("channel__address_key"))


def channels_for(scope: Scope, *, writing: bool = False) -> QuerySet[Channel]:
    """Return the channels that `scope` may read, or with `writing` change."""
    rows: QuerySet[Channel] = Channel.scoped.of(scope, writing=writing)
    return rows.select_related("agency").order_by("agency__name", "platform", "name", "pk")


def reasons_of_return(channels: Iterable[Channel]) -> dict[int | None, str]:
    """Return {channel id: reason} of the planned channels that were returned."""
    planned = [each.pk for each in channels if each.state == ChannelState.PLANNED]
    lines = AuditEntry.objects.filter(
        about_type=ContentType.objects.get_for_model(Channel),
        about_id__in=planned,
        action=ChannelAction.RETURNED,
    )
    return {
        pk: detail["reason"]
        for pk, detail in lines.order_by("at").values_list("about_id", "detail")
    }


def items_on(day: dt.date) -> QuerySet[SafetyItem]:
    """Return the points of the safety checklist that are valid on `day`."""
    held = Q(valid_to=None) | Q(valid_to__gte=day)
    return SafetyItem.objects.filter(held, valid_from__lte=day)


def current_words() -> WordList | None:
    """Return the current list of block words, or None."""
    return WordList.objects.first()


@dataclass(slots=True)
class Lack:
    """What a channel lacks on a day. False if it lacks nothing."""

    # The channel's agency has ended: the page is to be closed or handed over.
    agency_ended: bool = False
    regulation: bool = False
    plan: bool = False
    full_admins: int = 0
    # Names of admins whose membership has ended.
    gone: list[str] = field(default_factory=list)
    items: list[SafetyItem] = field(default_factory=list)
    # The latest day on which a point of the checklist was confirmed.
    confirmed_on: dt.date | None = None

    def __bool__(self) -> bool:
        short_of_admins = self.full_admins < FULL_ADMINS
        wants = self.plan or self.regulation or short_of_admins or self.gone or self.items
        return bool(self.agency_ended or wants)

    def sentences(self) -> list[str]:
        """Return one sentence per thing to do."""
        said = []
        if self.agency_ended:
            said.append(_("The agency has ended: close the page or hand it over to its successor."))
        if self.plan:
            said.append(_("Have a plan for social networks approved that names this network."))
        if self.regulation:
            said.append(_("Enter number and date of the regulation on the use of the page."))
        if self.full_admins < FULL_ADMINS:
            said.append(
                _("Name two people with full control who serve the agency today; there are %d.")
                % self.full_admins
            )
        said += [
            _("%s serves the agency no more: record the hand-over.") % name for name in self.gone
        ]
        said += [_("Confirm: %s.") % item.words for item in self.items]
        return said


def lacks_of(channels: Iterable[Channel], day: dt.date) -> dict[int, Lack]:
    """Return {channel id: what it lacks on `day`}. Six queries for any number."""
    rows = list(channels)
    keys = [each.pk for each in rows]
    agencies = {each.agency_id for each in rows}
    planned = planned_networks(agencies, day)
    ended = Agency.objects.filter(pk__in=agencies, valid_to__lt=day)
    ended_keys = set(ended.values_list("pk", flat=True))
    found = {
        each.pk: Lack(
            agency_ended=each.agency_id in ended_keys,
            regulation=not each.regulation,
            plan=(each.agency_id, each.platform) not in planned,
        )
        for each in rows
    }
    serving = set(
        Membership.objects.valid_on(day)
        .filter(
            agency__in={each.agency_id for each in rows},
            role__in=AGENCY_ROLES,
            user__is_active=True,
        )
        .values_list("agency_id", "user_id")
    )
    newest_admin: dict[int, dt.date] = {}
    admins = ChannelAdmin.objects.filter(channel__in=keys, until=None, since__lte=day)
    for admin in admins.select_related("channel", "user"):
        lack = found[admin.channel_id]
        if (admin.channel.agency_id, admin.user_id) not in serving:
            lack.gone.append(admin.user.get_full_name())
        elif admin.share == ControlShare.FULL:
            lack.full_admins += 1
            newest_admin[admin.channel_id] = max(
                admin.since, newest_admin.get(admin.channel_id, admin.since)
            )
    confirmed: dict[int, set[int]] = defaultdict(set)
    rows_of_points = Attestation.objects.filter(
        OF_THIS_ADDRESS, channel__in=keys, confirmed_on__lte=day
    )
    last = rows_of_points.order_by().values_list("channel_id", "item_id", "item__key")
    for channel, pk, key, on, ends in last.annotate(Max("confirmed_on"), Max("expires_on")):
        # Nor about an admin who came later.
        is_outdated = key == CONTROL and on < newest_admin.get(channel, on)
        if ends >= day and not is_outdated:
            confirmed[channel].add(pk)
        found[channel].confirmed_on = max(on, found[channel].confirmed_on or on)
    for item in items_on(day).filter(is_required=True):
        for each in rows:
            if item.pk not in confirmed[each.pk] and is_owed(item, each, day):
                found[each.pk].items.append(item)
    return found


def newest_full_admin(channel: Channel, day: dt.date) -> dt.date | None:
    """Return since when the newest present admin with full control has the keys, or None."""
    admins = channel.admins.filter(until=None, since__lte=day, share=ControlShare.FULL)
    newest: dt.date | None = admins.aggregate(newest=Max("since"))["newest"]
    return newest


def is_owed(item: SafetyItem, channel: Channel, day: dt.date) -> bool:
    """Return whether the channel must have the point confirmed by `day`: at once, or if the point
    came after the channel's approval one term later."""
    if channel.approved_on is None or channel.approved_on >= item.valid_from:
        return True
    return day >= item.valid_from + dt.timedelta(days=item.days)


class ChannelStanding(StrEnum):
    """Public state of a channel or link; never more than the register knows."""

    OFFICIAL = "official"
    VERIFYING = "verifying"
    TO_CONFIRM = "to_confirm"
    PAUSED = "paused"
    TO_CLOSE = "to_close"
    ENDED = "ended"
    NOT_LISTED = "not_listed"


def standing_of(channel: Channel, lack: Lack) -> ChannelStanding:
    """Return the public state of a registered channel."""
    if channel.state in ENDED_STATES:
        return ChannelStanding.ENDED
    if lack.agency_ended:
        return ChannelStanding.TO_CLOSE
    if channel.verifying_since:
        return ChannelStanding.VERIFYING
    if channel.state == ChannelState.PAUSED:
        return ChannelStanding.PAUSED
    return ChannelStanding.TO_CONFIRM if lack else ChannelStanding.OFFICIAL


def is_taken(channel: Channel) -> bool:
    """Return whether another channel holds the page of `channel`, by its address or number.

    In the same agency every channel that has not ended holds its page. In another agency only a
    channel in use does, or a submission for which the overseer has decided.
    """
    own = Q(agency=channel.agency_id) & ~Q(state__in=ENDED_STATES)
    others = Channel.objects.exclude(pk=channel.pk).filter(own | HOLDS_ADDRESS)
    return others.filter(named_by(channel.address_keys)).exists()


def rivals_of(channel: Channel) -> QuerySet[Channel]:
    """Return the submissions of the same page by other agencies that await approval."""
    others = Channel.objects.filter(named_by(channel.address_keys), state=ChannelState.AWAITING)
    return others.exclude(agency=channel.agency_id).select_related("agency").order_by("pk")


def contested_channels() -> QuerySet[Channel]:
    """Return the undecided submissions of pages that several agencies have submitted."""
    waiting = list(Channel.objects.filter(state=ChannelState.AWAITING))
    agencies: dict[str, set[int]] = defaultdict(set)
    for channel in waiting:
        for key in channel.address_keys:
            agencies[key].add(channel.agency_id)
    contested = [
        channel.pk
        for channel in waiting
        if any(len(agencies[key]) > 1 for key in channel.address_keys)
    ]
    rows = Channel.objects.filter(pk__in=contested, owner_decided_by=None)
    return rows.select_related("agency").order_by("address_key", "pk")
