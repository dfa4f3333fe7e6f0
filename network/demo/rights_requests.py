"""Demo rights requests: new, overdue, carried out. Safe to run twice."""

import datetime as dt
from typing import Any

from network.rights_requests import services
from network.rights_requests.models import Ground, RequestKind, RightsRequest
from sites.models import ArticlePage

from .data import read_json
from .staff import Staff


def load_rights_requests(*, now: dt.datetime) -> None:
    """Add the missing requests."""
    for number, row in enumerate(read_json("rights_requests.json")):
        page = ArticlePage.objects.filter(slug=row["slug"]).first()
        if page and not RightsRequest.objects.filter(text=row["text"]).exists():
            _add(row, f"demo-{number}", page, now - dt.timedelta(days=row["days_ago"]))


def _add(row: dict[str, Any], nonce: str, page: ArticlePage, sent_at: dt.datetime) -> None:
    agency = page.agency_home.agency
    services.send_request(
        nonce=nonce,
        agency=agency,
        page=page,
        path=page.get_url() or "/",
        ground=Ground(row["ground"]),
        kind=RequestKind(row["kind"]),
        text=row["text"],
        evidence=row["evidence"],
        now=sent_at,
    )
    staff = Staff.of(agency)
    if staff is None or row["state"] == "received":
        return
    kept = RightsRequest.objects.get(text=row["text"])
    deed: dict[str, Any] = {"request_id": kept.pk, "user": staff.author}
    services.take_in(now=sent_at + dt.timedelta(hours=2), **deed)
    if row["state"] == "done":
        services.finish(answer=row["answer"], now=sent_at + dt.timedelta(days=1), **deed)
