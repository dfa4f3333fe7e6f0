"""Queries that the register, the cases and the public pages share: which channel a link names, and
which plan covers a network."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import F, Q, QuerySet

from ..links.pages import named_by
from ..models import APPROVED_STATES, ENDED_STATES, Channel, ChannelPlan


def public_channels() -> QuerySet[Channel]:
    """Return the channels of the public register: official ones, and ended ones that were once
    approved."""
    shown = Q(state__in=APPROVED_STATES) | Q(state__in=ENDED_STATES, approved_on__isnull=False)
    return Channel.objects.filter(shown).select_related("agency", "merged_into")


def channel_at(keys: Collection[str]) -> Channel | None:
    """Return the public channel with one of these link keys, official ones first; None for none."""
    rows = public_channels().filter(named_by(keys))
    return rows.order_by(F("ended_on").desc(nulls_first=True), "pk").first()


def is_registered_elsewhere(keys: Collection[str], agency_id: int) -> bool:
    """Return whether another agency has registered the page, approved or not, and it has not
    ended."""
    others = Channel.objects.exclude(agency=agency_id).exclude(state__in=ENDED_STATES)
    return others.filter(named_by(keys)).exists()


def plan_of(agency_id: int, platform: str, day: dt.date) -> ChannelPlan | None:
    """Return the plan by which an agency uses a network on `day`, the latest if there are several;
    None for none."""
    rows = ChannelPlan.objects.in_force(day).filter(agency=agency_id, networks__contains=[platform])
    return rows.order_by("-valid_from", "-pk").first()


def planned_networks(agency_ids: Iterable[int], day: dt.date) -> set[tuple[int, str]]:
    """Return {(agency id, network)} of the plans in force on `day`."""
    rows = ChannelPlan.objects.in_force(day).filter(agency__in=agency_ids)
    found = rows.values_list("agency_id", "networks")
    return {(agency, network) for agency, networks in found for network in networks}
