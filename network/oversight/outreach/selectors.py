"""What was done to make sections known: what the system saw itself, and what agencies wrote down.

A later room registers what it sees in OUTREACH; a function of all agencies at once, which asks a
number of queries that does not grow with them.
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

from ..outcomes import grouped
from .models import Outreach

PAPER = (MaterialKind.LEAFLET, MaterialKind.INFOGRAPHIC, MaterialKind.AUDIO)


@dataclass(frozen=True, slots=True)
class OutreachAct:
    """One thing done on a day; `words` are the agency's own, for who hears it."""

    day: dt.date
    form: str
    title: str = ""
    words: str = ""
    # A page, or a row that somebody entered.
    page: int | None = None
    entry: int | None = None
    url: str = ""


# Agencies by the tree path of their section, the first and the last day: (agency, act).
type Seen = Callable[[Mapping[str, int], dt.date, dt.date], Iterable[tuple[int, OutreachAct]]]
OUTREACH = Registry[Seen]("outreach that the system sees")


def acts_of(
    sections: Mapping[str, int], *, since: dt.date, day: dt.date
) -> dict[int, list[OutreachAct]]:
    """Return what each agency did from `since` to `day`, the newest first."""
    found = grouped(row for seen in OUTREACH.values() for row in seen(sections, since, day))
    return {
        agency: sorted(found.get(agency, []), key=lambda act: act.day, reverse=True)
        for agency in sections.values()
    }


def followers_of(agencies: Iterable[int]) -> dict[int, int]:
    """Return how many get each agency's news by mail; one query."""
    rows = Follow.objects.filter(agency__in=list(agencies)).order_by()
    return dict(rows.values_list("agency").annotate(Count("pk")))


def entered(
    sections: Mapping[str, int], since: dt.date, day: dt.date
) -> Iterator[tuple[int, OutreachAct]]:
    """Yield what people wrote down; one query."""
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
    """Yield the events to which an agency invited; one query."""
    rows = EventPage.objects.live().filter(begins__date__range=(since, day))
    return _pages(rows, sections, "begins__date", _("Event"))


def papers(
    sections: Mapping[str, int], since: dt.date, day: dt.date
) -> Iterator[tuple[int, OutreachAct]]:
    """Yield leaflets and sounds for loudspeakers, which lead to the section; one query."""
    rows = MaterialPage.objects.live().filter(kind__in=PAPER, date__range=(since, day))
    return _pages(rows, sections, "date", _("Leaflet, poster, sound for loudspeakers"))


def _pages(
    rows: QuerySet[Any], sections: Mapping[str, int], column: str, form: str
) -> Iterator[tuple[int, OutreachAct]]:
    placed = rows.annotate(section=Substr("path", 1, SECTION_PATH_LENGTH)).order_by()
    for section, pk, title, day in placed.values_list("section", "pk", "title", column):
        if section in sections:
            yield sections[section], OutreachAct(day, form, title=title, page=pk)


SEEN: dict[str, Seen] = {"entered": entered, "events": events, "papers": papers}
