"""The demo's warnings and events, their days counted from today. Safe to run twice."""

import datetime as dt
from typing import Any

from django.utils import timezone

from sites.models import AgencyHomePage, ArticlePage, EventPage, SectionIndexPage, WarningPage

from . import loader
from .data import read_json


def load_notices(*, now: dt.datetime) -> None:
    """Add the warnings and events that are not there yet."""
    bodies = loader.DemoBodyBuilder(loader.load_images())
    homes = {home.agency.code: home for home in AgencyHomePage.objects.select_related("agency")}
    for row in read_json("notices.json"):
        home = homes[row["agency"]]
        place = SectionIndexPage.objects.descendant_of(home).get(key=row["section"])
        if not ArticlePage.objects.child_of(place).filter(slug=row["slug"]).exists():
            page = _make_page(row, timezone.localtime(now))
            loader.lead_page(page, row, section=place, agency=home.agency, body=bodies.build(row))


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
