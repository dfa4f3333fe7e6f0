"""Agencies that need something from the network admin."""

import datetime as dt
from collections.abc import Collection
from enum import Enum

from django.db.models import Q, QuerySet
from django.utils import timezone

from network.agencies.kinds import KINDS
from network.agencies.models import Agency, AgencyStatus
from network.agencies.people.selectors import agencies_without_admin
from network.agencies.succession import awaiting_handover

# Fields required in the footer of every page (NĐ 174/2026; domain brief 3.3).
FOOT = ("owner", "address", "email", "phone", "responsible_person")


class AgencyNeed(Enum):
    """What an agency may need from the network admin."""

    SECTION = "section"
    ADMIN = "admin"
    FOOT = "foot"
    ENDING = "ending"
    KEEPER = "keeper"


def agencies_without_section(codes: Collection[str]) -> list[Agency]:
    """Return the agencies among `codes` without a section whose kind gets one."""
    without = _without_section(Agency.objects.filter(code__in=codes))
    return list(without.order_by("pk"))


def openable_agencies() -> QuerySet[Agency]:
    """Return the active agencies without a section that have not ended and may have one."""
    kinds = [key for key, kind in KINDS.items() if kind.is_tenant != "no"]
    active = Agency.objects.filter(status=AgencyStatus.ACTIVE, home_page__isnull=True)
    return active.filter(kind__in=kinds).exclude(valid_to__lt=timezone.localdate())


def agencies_in_need(
    agencies: QuerySet[Agency], want: AgencyNeed, *, today: dt.date
) -> QuerySet[Agency]:
    """Return the `agencies` with this need. ENDING means that they ended before `today` and are
    still active; KEEPER that they ended and nobody corrects their section. The others are needs of
    active agencies."""
    if want is AgencyNeed.KEEPER:
        ended = awaiting_handover(today).filter(archive_keeper=None, home_page__live=True)
        return agencies.filter(pk__in=ended.values("pk"))
    active = agencies.filter(status=AgencyStatus.ACTIVE)
    if want is AgencyNeed.SECTION:
        return _without_section(active)
    if want is AgencyNeed.ADMIN:
        return active.filter(pk__in=agencies_without_admin(today=today).values("pk"))
    if want is AgencyNeed.ENDING:
        return active.filter(valid_to__lt=today)
    empty = Q(*((name, "") for name in FOOT), _connector=Q.OR)
    return active.filter(empty, home_page__isnull=False)


def _without_section(agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    kinds = [key for key, kind in KINDS.items() if kind.is_tenant == "yes"]
    return agencies.filter(kind__in=kinds, home_page__isnull=True)
