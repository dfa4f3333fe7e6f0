"""Plans that a user may read, and plans in force on a day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from network.agencies.scope import Scope

from ..models import ChannelPlan


def plans_for(scope: Scope, *, writing: bool = False) -> QuerySet[ChannelPlan]:
    """Return the plans that `scope` may read, or with `writing` change."""
    rows: QuerySet[ChannelPlan] = ChannelPlan.scoped.of(scope, writing=writing)
    return rows.select_related("agency", "carries_on").order_by("agency__name", "-valid_from", "pk")


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
