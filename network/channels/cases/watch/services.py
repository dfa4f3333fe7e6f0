"""State changes of scans: open, record results and finds, finish."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import AGENCY_ROLES, Agency, Membership
from network.agencies.scope import scope_of
from network.desks.transitions import Transition, held_roles

from ...links.address_errors import AddressError
from ...links.addresses import parse_page
from ...models import LookResult, Scan, ScanFind, ScanLook
from ...shared.roles import SERVING
from ...shared.secrecy import refuse_secrets
from .actions import ScanAction
from .selectors import compared, searches_of
from .transitions import FIND, FINISH, LOOK


def open_scans(*, now: dt.datetime) -> int:
    """Open this month's scan of every agency with active members. Returns the number of new
    scans."""
    day = timezone.localdate(now)
    month = day.replace(day=1)
    served = Membership.objects.valid_on(day).filter(role__in=AGENCY_ROLES, user__is_active=True)
    missing = Agency.objects.valid_on(day).filter(pk__in=served.values("agency"))
    missing = missing.exclude(pk__in=Scan.objects.filter(month=month).values("agency"))
    rows = [Scan(agency=agency, month=month) for agency in missing]
    return len(Scan.objects.bulk_create(rows, ignore_conflicts=True))


@transaction.atomic
def open_scan(*, agency: Agency, user: User, now: dt.datetime) -> Scan:
    """Return the agency's scan of this month; creates it if missing. Raises PermissionDenied unless
    the user serves the agency."""
    if SERVING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    month = timezone.localdate(now).replace(day=1)
    scan, is_new = Scan.objects.get_or_create(agency=agency, month=month)
    if is_new:
        record(actor=user, agency=agency, action=ScanAction.OPENED, now=now, about=scan)
    return scan


@transaction.atomic
def record_look(
    *, scan_id: int, search: tuple[int, str], result: str, user: User, now: dt.datetime
) -> Scan:
    """Record what one search showed. An unchanged result keeps the person who recorded it.

    Checks role and state of the locked scan; raises ValidationError also if the searches have
    changed.
    """
    scan = _locked(scan_id, user, LOOK)
    searches = {each.key: each for each in searches_of(scan, timezone.localdate(now))}
    if search not in searches or result not in LookResult.values:
        raise ValidationError(_("The searches have changed. Open this page again."))
    look = searches[search].look
    if look is None or look.result != result:
        ScanLook.objects.update_or_create(
            scan=scan,
            link_id=search[0],
            name=search[1],
            defaults={"result": result, "looked_at": now, "looked_by": user},
        )
        record(
            actor=user, agency=scan.agency, action=ScanAction.LOOKED, now=now, about=scan, number=1
        )
    return scan


@transaction.atomic
def record_find(
    *, scan_id: int, name: str, url: str, note: str, user: User, now: dt.datetime
) -> ScanFind:
    """Record a found page; its name is compared with all registered names.

    Checks role and state of the locked scan. Raises ValidationError also for an invalid or already
    recorded address, or a secret in the note.
    """
    scan = _locked(scan_id, user, FIND)
    refuse_secrets(note)
    try:
        address = parse_page(url)
    except AddressError as error:
        raise ValidationError({"url": error.reason}) from error
    if scan.finds.filter(address_key=address.key).exists():
        raise ValidationError({"url": _("This page is entered already.")})
    comparison = compared(name, address, timezone.localdate(now))
    find = ScanFind.objects.create(
        scan=scan,
        name=name,
        url=address.url,
        address_key=address.key,
        kind=comparison.kind,
        official=comparison.official,
        score=comparison.score,
        note=note,
        found_at=now,
        found_by=user,
    )
    record(
        actor=user, agency=scan.agency, action=ScanAction.FOUND, now=now, about=scan, page=find.url
    )
    return find


@transaction.atomic
def finish_scan(*, scan_id: int, note: str, user: User, now: dt.datetime) -> Scan:
    """Finish the scan; it cannot be changed afterwards. Checks role and state of the locked scan
    and raises ValidationError."""
    scan = _locked(scan_id, user, FINISH)
    refuse_secrets(note)
    scan.finished_at, scan.finished_by, scan.note = now, user, note
    scan.save()
    record(actor=user, agency=scan.agency, action=ScanAction.FINISHED, now=now, about=scan)
    return scan


def _locked(scan_id: int, user: User, transition: Transition[Scan]) -> Scan:
    """Lock and return a scan. Raises ValidationError if role or state do not allow the
    transition."""
    scan = Scan.objects.select_for_update(of=("self",)).select_related("agency").get(pk=scan_id)
    transition.check(scan, held_roles(scope_of(user), scan.agency_id))
    return scan
