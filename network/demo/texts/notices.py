"""Demo warnings and events, with dates relative to today."""

import datetime as dt
from typing import Any

from django.utils import timezone

from sites.models import ArticlePage, EventPage, WarningPage

from ..data import read_json
from .drafting import Drafting


def add_notices(drafting: Drafting, *, now: dt.datetime) -> None:
    """Collect the missing warnings and events."""
    for row in filter(drafting.is_missing, read_json("notices.json")):
        drafting.add(_make_page(row, timezone.localtime(now)), row)


def _make_page(row: dict[str, Any], now: dt.datetime) -> ArticlePage:
    if row["page"] == "warning":
        until = now.date() + dt.timedelta(days=row["shown_days"])
        return WarningPage(level=row["level"], shown_until=until)
    day = now.replace(hour=row["hour"], minute=0, second=0, microsecond=0)
    begins = day + dt.timedelta(days=row["in_days"])
    lasts = dt.timedelta(days=row.get("days", 0), hours=row.get("hours", 0))
    return EventPage(
        begins=begins,
        ends=begins + lasts,
        place=row["place"],
        online_link=row.get("online_link", ""),
        organiser=row.get("organiser", ""),
    )
