"""Checks of articles 12.2b and 27.3c: how fast and how reliably the platform answers."""

import datetime as dt

from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from network.usage.performance import Performance, performance_by_day, summed

from ..network_checks import NOT_MEASURED, LineState, Measurement, NetworkCheck
from ..outcomes import Thresholds

_DAY = dt.timedelta(days=1)
_SCREEN = "hub:figures"


def speed(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure within how many milliseconds half and 95 % of the responses of the last `days` left,
    and how many were server errors. The decree sets no level."""
    found, day = _recent(now, thresholds)
    if not found.responses:
        return NOT_MEASURED
    words = _("p50 %(p50)s, p95 %(p95)s; %(responses)s responses, %(errors)s server errors") % {
        "p50": milliseconds(found.p50),
        "p95": milliseconds(found.p95),
        "responses": number_format(found.responses, force_grouping=True),
        "errors": number_format(found.errors, force_grouping=True),
    }
    return Measurement(LineState.MEASURED, words, day)


def availability(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure the share of the minutes of the last `days` in which the platform answered. The
    Ministry has set no level yet."""
    found, day = _recent(now, thresholds)
    if found.availability is None:
        return NOT_MEASURED
    words = _("%(share)s %% (%(up)s of %(minutes)s minutes)") % {
        "share": number_format(int(found.availability * 1000) / 1000, 3),
        "up": number_format(found.minutes_up, force_grouping=True),
        "minutes": number_format(found.minutes, force_grouping=True),
    }
    return Measurement(LineState.MEASURED, words, day)


def milliseconds(value: float | None) -> str:
    """Return a time as it is printed; None is longer than what is told apart."""
    if value is None:
        return _("over 10 s")
    return f"{floatformat(value, -1)} ms"


def _recent(now: dt.datetime, thresholds: Thresholds) -> tuple[Performance, dt.date]:
    """Return the figures of the last `days` that are over, and the last of them; those of today
    while measuring has only begun."""
    today = timezone.localdate(now)
    over = performance_by_day(today - thresholds["days"] * _DAY, today - _DAY, now)
    if over:
        return summed(over.values()), today - _DAY
    return summed(performance_by_day(today, today, now).values()), today


CHECKS = {
    "duty_speed": NetworkCheck(speed, ("days",), _SCREEN),
    "duty_availability": NetworkCheck(availability, ("days",), _SCREEN),
}
