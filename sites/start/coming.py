"""Panel of the start page with the next dates: publications, ends, deadlines, observances."""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision

from network.agencies.scope import below, scope_now
from network.core.start_page import StartColumn
from network.desks.worklist import PersonalWork

# Dates that the panel shows, and how far ahead it looks.
DATES_SHOWN = 5
DAYS_AHEAD = dt.timedelta(days=60)
OBSERVANCES = Path(__file__).parent.parent / "data" / "observances.csv"


@dataclass(frozen=True, slots=True, order=True)
class ComingDate:
    """A day with what happens on it, and the link to it ("" if there is none)."""

    day: dt.date
    words: str
    url: str = ""


class ComingPanel(Component):
    """The next dates of the user's agencies. One query."""

    name, order, column = "coming", 170, StartColumn.SIDE
    heading = gettext_lazy("Coming up")
    template_name = "agency_sites/start/coming.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def dates(self) -> list[ComingDate]:
        """Return the next dates, soonest first."""
        now = timezone.now()
        found = [
            *dated_pages(self.request, now),
            *deadlines(self.request, timezone.localdate(now)),
            *observances(timezone.localdate(now)),
        ]
        return sorted(found)[:DATES_SHOWN]

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the dates."""
        return {"dates": self.dates}


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel for users who serve an agency, if there is any date."""
    if not scope_now(request).agency_roles:
        return []
    panel = ComingPanel(request)
    return [panel] if panel.dates else []


def dated_pages(request: HttpRequest, now: dt.datetime) -> Iterator[ComingDate]:
    """Yield the scheduled publications of the user's sections, and the live pages that go offline
    by themselves. One query."""
    until = now + DAYS_AHEAD
    own = Page.objects.filter(_own_pages(request), pk=OuterRef("page_key"))
    scheduled = (
        Revision.page_revisions.filter(approved_go_live_at__gt=now, approved_go_live_at__lte=until)
        .annotate(
            page_key=Cast("object_id", BigIntegerField()),
            at=F("approved_go_live_at"),
            title=Cast("object_str", TextField()),
            ends=Value(False),
        )
        .filter(Exists(own))
    )
    expiring = (
        Page.objects.live()
        .filter(_own_pages(request), expire_at__gt=now, expire_at__lte=until)
        .annotate(
            page_key=Cast("pk", BigIntegerField()),
            at=F("expire_at"),
            label=Cast("title", TextField()),
            ends=Value(True),
        )
    )
    rows = scheduled.values_list("page_key", "at", "title", "ends").union(
        expiring.values_list("page_key", "at", "label", "ends"), all=True
    )
    for page_id, at, title, ends in rows.order_by("at")[:DATES_SHOWN]:
        local = timezone.localtime(at)
        url = reverse("moderation:desk", args=[page_id])
        if ends:
            yield ComingDate(local.date(), _("goes offline: %s") % title, url)
        else:
            words = _("%(time)s publication: %(title)s")
            yield ComingDate(local.date(), words % {"time": f"{local:%H:%M}", "title": title}, url)


def deadlines(request: HttpRequest, day: dt.date) -> Iterator[ComingDate]:
    """Yield the deadlines of the tasks that the start page has loaded, but for those handed to
    colleagues. No query."""
    tasks = PersonalWork.of_start_page(request).tasks
    for task in (each for each in tasks if not each.item.is_elsewhere):
        if task.item.due and day <= task.item.due <= day + DAYS_AHEAD:
            yield ComingDate(task.item.due, f"{task.kind}: {task.item.title}", task.item.url)


def observances(day: dt.date) -> Iterator[ComingDate]:
    """Yield the observances that are announced on `day`."""
    for row in _observances():
        for year in (day.year, day.year + 1):
            date = dt.date(year, int(row["month"]), int(row["day"]))
            is_near = day <= date <= day + dt.timedelta(days=int(row["announced_days"]))
            if is_near and row["valid_from"] <= date.isoformat() <= (row["valid_to"] or "9999"):
                yield ComingDate(date, row["label"])


def _own_pages(request: HttpRequest) -> Q:
    """Return the condition that a page is in a section of the user's agencies."""
    return below(scope_now(request).readable_pages)


@cache
def _observances() -> list[dict[str, str]]:
    with OBSERVANCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
