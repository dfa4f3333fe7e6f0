"""Sources: diary of activities, legal reporters, and good practices."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator

from django.db.models import QuerySet
from django.urls import reverse

from network.activities.counting import MEASURES, Measure
from network.practices.models import Practice
from network.practices.selectors import recognised_of, sent_between

from . import CountedItem, FigureSource

type _Found = Iterator[tuple[int, CountedItem]]


def _measured(measure: Measure) -> FigureSource:
    def source(agencies: Collection[int], first: dt.date, last: dt.date) -> _Found:
        for row in measure.counted(agencies, first, last):
            yield (
                row.agency,
                CountedItem(row.label, row.url, row.day, row.kind, row.topic, row.amount),
            )

    return source


def _practices(
    chosen: Callable[[Collection[int], dt.date, dt.date], QuerySet[Practice]],
) -> FigureSource:
    def source(agencies: Collection[int], first: dt.date, last: dt.date) -> _Found:
        for row in chosen(agencies, first, last):
            url = reverse("practices_desk:practice", args=[row.pk])
            state, rests = row.get_state_display(), (("practice", row.pk),)
            yield row.agency_id, CountedItem(row.title, url, row.sent_on, state, rests=rests)

    return source


SOURCES: dict[str, FigureSource] = {
    **{f"activities.{key}": _measured(measure) for key, measure in MEASURES.items()},
    "practices.sent": _practices(sent_between),
    "practices.recognised": _practices(recognised_of),
}
