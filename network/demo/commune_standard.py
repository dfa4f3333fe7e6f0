"""Demo data of the commune standard: results of the demo's communes, with a few figures entered by
hand. Safe to run twice."""

import datetime as dt

from django.utils import timezone

from network.commune_standard.computing import communes_on, compute_communes
from network.commune_standard.models import HandFigure

_NOTE = "Báo cáo công tác tư pháp của xã"
# By key: done and in all, None for "không phát sinh".
_FIGURES: dict[str, tuple[int, int] | None] = {
    "1.1": (4, 4),
    "1.2": None,
    "3.1": (5, 5),
    "3.2": (10, 12),
}
_WITH_FIGURES = 2


def load(now: dt.datetime) -> None:
    """Enter figures of the first communes, and compute all communes.

    Must run after the parts whose data are counted.
    """
    day = timezone.localdate(now)
    for agency in communes_on(day)[:_WITH_FIGURES]:
        for key, figure in _FIGURES.items():
            good, total = figure or (0, 0)
            HandFigure.objects.get_or_create(
                agency=agency,
                key=key,
                year=day.year,
                defaults={
                    "good": good,
                    "total": total,
                    "none_arose": figure is None,
                    "note": _NOTE,
                    "entered_at": now,
                },
            )
    compute_communes(now=now, day=day)
