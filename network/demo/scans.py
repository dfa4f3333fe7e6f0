"""Demo data for scans: last month's finished, this month's in progress. Safe to run twice.

The addresses of the found pages cannot exist.
"""

import datetime as dt

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.channels.cases.watch.selectors import compared, searches_of
from network.channels.cases.watch.services import open_scans
from network.channels.links.addresses import parse_address
from network.channels.models import LookResult, Scan, ScanFind

_FINISHED = ("STP-2025", "SYT-2025", "CA")
_UNDER_WAY = "STP-2025"
# Name, address and note of each find.
_FINDS = (
    ("So Tu Phap GiaLai - Official", "facebook.example/stp.gialai.hotro", "Mời nhắn tin, nộp phí."),
    ("Sở Tư pháp tỉnh Đắk Lắk", "facebook.example/stp.daklak", "Trang của tỉnh khác."),
    ("Tư vấn luật Phố núi", "facebook.example/tuvan.phonui", "Văn phòng luật sư."),
)


def load(now: dt.datetime) -> None:
    """Open the scans of all agencies with members, and fill some of them."""
    if Scan.objects.exists():
        return
    month = timezone.localdate(now).replace(day=1)
    before = month - dt.timedelta(days=4)
    open_scans(now=now)
    agencies = {each.code: each for each in Agency.objects.valid_on(timezone.localdate(now))}
    for code in _FINISHED:
        if author := _author(agencies.get(code)):
            _finish(Scan(agency=agencies[code], month=before.replace(day=1)), author, before)
    if author := _author(agencies.get(_UNDER_WAY)):
        scan = Scan.objects.get(agency=agencies[_UNDER_WAY], month=month)
        _look(scan, author, now, most=5)
        for find in _FINDS:
            _find(scan, author, now, *find)


def _author(agency: Agency | None) -> User | None:
    rows = Membership.objects.filter(agency=agency, role=Role.AUTHOR).select_related("user")
    first = rows.first() if agency else None
    return first.user if first else None


def _finish(scan: Scan, author: User, day: dt.date) -> None:
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(15, 20)))
    scan.save()
    _look(scan, author, at)
    scan.finished_at, scan.finished_by = at, author
    scan.note = "Đã xem hết các lượt tìm, chưa thấy trang lạ mang tên cơ quan."
    scan.save()


def _look(scan: Scan, author: User, at: dt.datetime, most: int | None = None) -> None:
    for number, search in enumerate(searches_of(scan, timezone.localdate(at))[:most]):
        scan.looks.create(
            link=search.link,
            name=search.name,
            result=LookResult.FOUND if most and not number else LookResult.NOTHING,
            looked_at=at,
            looked_by=author,
        )


def _find(scan: Scan, author: User, at: dt.datetime, name: str, url: str, note: str) -> None:
    address = parse_address(url)
    comparison = compared(name, address, timezone.localdate(at))
    ScanFind.objects.create(
        scan=scan,
        name=name,
        url=address.url,
        address_key=address.key,
        kind=comparison.kind,
        official=comparison.official,
        score=comparison.score,
        note=note,
        found_at=at,
        found_by=author,
    )
