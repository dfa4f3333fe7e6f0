"""Outreach acts: what the system has recorded itself, and what agencies have entered.

Other apps register functions in OUTREACH. Such a function returns the acts of all agencies at once,
with a number of queries that does not grow with them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from network.agencies.scope import SECTION_PATH_LENGTH
from network.core.registry import Registry
from network.following.models import Follow
from sites.models import EventPage, MaterialPage
from sites.models.materials import MaterialKind

from ..models.outreach import Outreach
from ..outcomes import grouped

PAPER = (MaterialKind.LEAFLET, MaterialKind.INFOGRAPHIC, MaterialKind.AUDIO)


@dataclass(frozen=True, slots=True)
class OutreachAct:
    """One outreach act. `words` are the agency's own text, which is confidential (see
    `access.hears`)."""

    day: dt.date
    form: str
    title: str = ""
    words: str = ""
    # Id of the page, or of the row that somebody entered.
    page: int | None = None
    entry: int | None = None
    url: str = ""


# Called with {tree path: agency id}, first and last day. Yields (agency id, act).
type Seen = Callable[[Mapping[str, int], dt.date, dt.date], Iterable[tuple[int, OutreachAct]]]
OUTREACH = Registry[Seen]("outreach that the system sees")


def acts_of(
    sections: Mapping[str, int], *, since: dt.date, day: dt.date
) -> dict[int, list[OutreachAct]]:
    """Return {agency id: its acts from `since` to `day`, newest first}."""
    found = grouped(row for seen in OUTREACH.values() for row in seen(sections, since, day))
    return {
        agency: sorted(found.get(agency, []), key=lambda act: act.day, reverse=True)
        for agency in sections.values()
    }


def followers_of(agencies: Iterable[int]) -> dict[int, int]:
    """Return {agency id: number of mail followers}. One query."""
    rows = Follow.objects.filter(agency__in=list(agencies)).order_by()
    return dict(rows.values_list("agency").annotate(Count("pk")))


def entered(
    sections: Mapping[str, int], since: dt.date, day: dt.date
) -> Iterator[tuple[int, OutreachAct]]:
    """Yield the acts that agencies have entered. One query."""
    rows = Outreach.objects.filter(agency__in=sections.values(), day__range=(since, day))
    for row in rows.select_related("form", "file").order_by("-day", "-pk"):
        url = row.link or (row.file.url if row.file else "")
        yield (
            row.agency_id,
            OutreachAct(row.day, row.form.title, words=row.note, entry=row.pk, url=url),
        )


def events(
    sections: Mapping[str, int], since: dt.date, day: dt.date
) -> Iterator[tuple[int, OutreachAct]]:
    """Yield the published events of agencies. One query."""
    rows = EventPage.objects.live().filter(begins__date__range=(since, day))
    return _pages(rows, sections, "begins__date", _("Event"))


def papers(
    sections: Mapping[str, int], since: dt.date, day: dt.date
) -> Iterator[tuple[int, OutreachAct]]:
    """Yield published leaflets, posters and loudspeaker sounds, which point to the section. One
    query."""
    rows = MaterialPage.objects.live().filter(kind__in=PAPER, date__range=(since, day))
    return _pages(rows, sections, "date", _("Leaflet, poster, sound for loudspeakers"))


def _pages(
    rows: QuerySet[Any], sections: Mapping[str, int], column: str, form: str
) -> Iterator[tuple[int, OutreachAct]]:
    """Yield (agency id, act) for the pages in `sections`; `column` holds the day."""
    placed = rows.annotate(section=Substr("path", 1, SECTION_PATH_LENGTH)).order_by()
    for section, pk, title, day in placed.values_list("section", "pk", "title", column):
        if section in sections:
            yield sections[section], OutreachAct(day, form, title=title, page=pk)


SEEN: dict[str, Seen] = {"entered": entered, "events": events, "papers": papers}
