"""Who corrects the section of an agency that has ended: the people of its successors, or of the
agency that keeps its archive.

They may correct and withdraw what is there; nothing new is published. Wagtail asks for permissions
on pages, so these are derived from the successions, as the groups are from the memberships.
"""

import datetime as dt
from collections.abc import Collection, Iterator

from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.db.models import F
from wagtail.models import GroupPagePermission

from .models import AGENCY_ROLES, Agency, RoleGroup, Succession

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('network.agencies.corrections'))"


def correctors_of(agency: Agency, day: dt.date) -> set[int]:
    """Return the agencies whose people correct the section of an ended agency on `day`; none for
    one that exists. One query for each step of its successions."""
    found: set[int] = set()
    ended = {agency.pk} if agency.gone_since(day) else set()
    seen = set(ended)
    while ended:
        links = Succession.objects.filter(predecessor__in=ended).order_by()
        keepers = Agency.objects.filter(kept_archives__in=ended).order_by()
        heirs = set(
            links.values_list("successor", "successor__valid_to").union(
                keepers.values_list("pk", "valid_to")
            )
        )
        found |= {pk for pk, last_day in heirs if last_day is None or last_day >= day}
        ended = {pk for pk, _last_day in heirs} - found - seen
        seen |= ended
    return found


def corrected_by(agencies: Collection[int], day: dt.date) -> set[int]:
    """Return the ended agencies whose sections the people of `agencies` correct on `day`. One query
    for each step back."""
    found: set[int] = set()
    heirs = set(agencies)
    while heirs:
        links = Succession.objects.filter(successor__in=heirs, predecessor__valid_to__lt=day)
        kept = Agency.objects.filter(archive_keeper__in=heirs, valid_to__lt=day).order_by()
        former = links.order_by().values_list("predecessor").union(kept.values_list("pk"))
        heirs = {pk for (pk,) in former if pk is not None} - found
        found |= heirs
    return found


def with_corrected(agencies: Collection[int], day: dt.date) -> set[int]:
    """Return `agencies` and the ended agencies whose sections they correct on `day`."""
    return {*agencies, *corrected_by(agencies, day)}


@transaction.atomic
def derive_corrections(*, day: dt.date) -> int:
    """Let the groups of successors change the sections of ended agencies, and nobody else's groups.

    Run after a reorganisation and every day; a second run waits for the first, because both would
    create the same permission. Returns the number of permissions created or deleted. Eight queries,
    regardless of the number of agencies.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    homes = dict(Agency.objects.exclude(home_page=None).values_list("pk", "home_page__pk"))
    groups: dict[int, list[int]] = {}
    rows = RoleGroup.objects.filter(agency__isnull=False, role__in=AGENCY_ROLES)
    for agency, group in rows.values_list("agency", "group"):
        groups.setdefault(agency, []).append(group)
    wanted = {
        (group, homes[ended])
        for ended, heir in correcting_pairs(day)
        if ended in homes
        for group in groups.get(heir, ())
    }
    foreign = GroupPagePermission.objects.filter(
        group__role_group__agency__isnull=False, page__in=homes.values()
    ).exclude(group__role_group__agency__home_page=F("page"))
    present = {(row.group_id, row.page_id): row.pk for row in foreign}
    outdated = [pk for pair, pk in present.items() if pair not in wanted]
    GroupPagePermission.objects.filter(pk__in=outdated).delete()
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    missing = wanted - present.keys()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group_id=group, page_id=page, permission=change)
        for group, page in missing
    )
    return len(outdated) + len(missing)


def correcting_pairs(day: dt.date) -> Iterator[tuple[int, int]]:
    """Yield each ended agency with each agency that corrects its section. Two queries."""
    rows = Agency.objects.filter(valid_to__lt=day).values_list("pk", "archive_keeper")
    heirs: dict[int, set[int]] = {pk: {keeper} if keeper else set() for pk, keeper in rows}
    ended = set(heirs)
    links = Succession.objects.filter(predecessor__in=ended)
    for former, heir in links.values_list("predecessor", "successor"):
        heirs.setdefault(former, set()).add(heir)
    for agency in ended:
        seen: set[int] = set()
        ahead = {agency}
        while ahead:
            ahead = {heir for each in ahead for heir in heirs.get(each, ())} - seen
            seen |= ahead
            yield from ((agency, heir) for heir in ahead - ended)
            ahead &= ended
