"""Checks of what a standard asks of the network as a whole: value objects and their registry.

`duties` runs them whenever somebody opens its screen or the dossier. Nothing is stored, so a figure
is never older than the page that shows it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.core.registry import Registry

from .outcomes import Thresholds

# Faults that a line names.
MOST_FAULTS = 5


class LineState(models.TextChoices):
    """What is known about one requirement of the network.

    Only a check with a level returns MET or NOT_MET. Nothing that somebody declares is ever MET.
    """

    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    MEASURED = "measured", _("Measured, no level is set")
    NOTHING = "nothing", _("Nothing arose")
    DECLARED = "declared", _("Declared, with a file")
    UNPROVEN = "unproven", _("Declared without a file")
    MISSING = "missing", _("Not declared")
    NOT_MEASURED = "not_measured", _("Not measured")


@dataclass(frozen=True, slots=True)
class Measurement:
    """Result of a check: the figure as it is printed, its day, and the first faults by name.

    `measured_on` is the day to which the figure belongs, None if nothing was found.
    """

    state: LineState
    figure: str = ""
    measured_on: dt.date | None = None
    faults: tuple[str, ...] = ()


NOT_MEASURED = Measurement(LineState.NOT_MEASURED)


@dataclass(frozen=True, slots=True)
class NetworkCheck:
    """A check of the network: its function, and the names of the thresholds that it reads.

    `url_name` is a screen without arguments that shows what was counted.
    """

    measure: Callable[[dt.datetime, Thresholds], Measurement]
    thresholds: tuple[str, ...] = ()
    url_name: str = ""


# By `Requirement.check_key` of standards with `of_network`.
NETWORK_CHECKS = Registry[NetworkCheck]("checks of what is asked of the network")


def counted(
    good: int,
    total: int,
    day: dt.date,
    *,
    level: float | None = 1,
    faults: tuple[str, ...] = (),
) -> Measurement:
    """Return the measurement for `good` of `total`: MET from the share `level` on, MEASURED without
    a level, NOTHING for 0 of 0."""
    if not total:
        return Measurement(LineState.NOTHING, "0", day)
    state = LineState.MEASURED
    if level is not None:
        state = LineState.MET if good >= level * total else LineState.NOT_MET
    return Measurement(state, f"{good}/{total}", day, faults)


def first_faults(rows: Iterable[object]) -> tuple[str, ...]:
    """Return the names of the first MOST_FAULTS rows."""
    return tuple(str(row) for row in islice(rows, MOST_FAULTS))
