"""Periods for filtering lists and figures."""

import datetime as dt

from django.utils.translation import gettext as _

_HALVES = {"1": (1, 6, 30), "2": (7, 12, 31)}


def span_of(key: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of "2026", "2026-1" or "2026-2"; None for anything else."""
    year, _dash, half = key.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year)):
        return None
    if not half:
        return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    if half not in _HALVES:
        return None
    first, last, day = _HALVES[half]
    return dt.date(int(year), first, 1), dt.date(int(year), last, day)


def period_choices(day: dt.date) -> list[tuple[str, str]]:
    """Return the choices: this year, last year, and their halves; newest first."""
    found = []
    for year in (day.year, day.year - 1):
        halves = {
            "2": _("last six months of %(year)s") % {"year": year},
            "1": _("first six months of %(year)s") % {"year": year},
        }
        begun = [(f"{year}-{half}", words) for half, words in halves.items()]
        if year == day.year and day.month <= 6:
            begun = begun[1:]
        found += [(str(year), _("year %d") % year), *begun]
    return found
