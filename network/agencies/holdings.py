"""What becomes of the rows of each table when their agency ends (docs/adr/0093).

Every app registers its tables that reference an agency. Used by the transfer triggers, by the daily
hand-over of open rows, and by the dry run of a reorganisation.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import CharField, Count, Model, QuerySet, TextChoices, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.core.registry import Registry

from .models import Agency


class RowFate(TextChoices):
    """What becomes of rows when their agency ends."""

    STAYS = "stays", _("stays with the former agency, can be read")
    MOVES = "moves", _("what is open goes to the only successor")
    ENDS = "ends", _("ends with the agency")
    RETURNED = "returned", _("goes back to its author with the reason")
    FOLLOWS = "follows", _("is computed anew by itself")


type Watch = Callable[[Model], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class HandOver:
    """How open rows pass from an ended agency to its successor.

    `heir` returns the receiver, or None where a person must decide. `move` gets the locked row, the
    receiver as `to`, and `now`.
    """

    open_rows: Callable[[], QuerySet[Any]]
    heir: Callable[[Agency, dt.date], Agency | None]
    move: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Holding:
    """One table that references agencies, or a part of it that is counted separately.

    `keys` are its foreign keys to Agency; rows are counted by the first one. `rows` is given where
    the agency is found by other means, and `label` where the table's own name would mislead.
    `unfinished` are rows that stay although the agency still had to act on them.
    """

    fate: RowFate
    keys: tuple[str, ...] = ("agency",)
    hand_over: HandOver | None = None
    rows: Callable[[], QuerySet[Any]] | None = None
    label: str | Promise = ""
    unfinished: Callable[[], QuerySet[Any]] | None = None
    # False for rows that people never see.
    is_shown: bool = True

    @property
    def open_rows(self) -> Callable[[], QuerySet[Any]] | None:
        """Return what gives the rows on which the agency still has to act, if the table has any."""
        return self.hand_over.open_rows if self.hand_over else self.unfinished


# By label of the model in lower case, or by a name of the app's choice if `rows` is given.
HOLDINGS: Registry[Holding] = Registry("tables that reference an agency")


def holding_of(model: type[Model]) -> Holding | None:
    """Return what is registered for the table of a model, or None."""
    return HOLDINGS.get(model._meta.label_lower)


def staying(app_label: str, *names: str) -> dict[str, Holding]:
    """Return the entries of an app's tables whose rows stay with their agency."""
    return {f"{app_label}.{name}": Holding(RowFate.STAYS) for name in names}


def label_of(name: str) -> str | Promise:
    """Return the plural name of what a holding counts."""
    holding = HOLDINGS[name]
    return holding.label or apps.get_model(name)._meta.verbose_name_plural or name


def count_rows(agencies: Collection[int]) -> dict[str, dict[int, int]]:
    """Return the numbers of rows by name of the holding and agency id.

    One query, a UNION over all holdings, regardless of the number of agencies.
    """
    rows = {
        name: holding.rows() if holding.rows else apps.get_model(name)._base_manager.all()
        for name, holding in HOLDINGS.items()
    }
    return _counted(rows, agencies)


def count_open_rows(agencies: Collection[int]) -> dict[str, dict[int, int]]:
    """Return the numbers of rows on which the agencies still have to act, as `count_rows`. One
    query."""
    opened = {name: holding.open_rows for name, holding in HOLDINGS.items()}
    return _counted({name: rows() for name, rows in opened.items() if rows}, agencies)


def _counted(
    rows: dict[str, QuerySet[Any]], agencies: Collection[int]
) -> dict[str, dict[int, int]]:
    counts: dict[str, dict[int, int]] = {name: {} for name in rows}
    first, *others = (_counts(name, each, agencies) for name, each in rows.items())
    for agency, number, name in first.union(*others, all=True).order_by():
        counts[name][agency] = number
    return counts


def _counts(name: str, rows: QuerySet[Any], agencies: Collection[int]) -> QuerySet[Any, Any]:
    """Return a queryset of (agency id, number of rows, name of the holding)."""
    key = HOLDINGS[name].keys[0]
    found = rows.filter(**{f"{key}__in": agencies}).order_by()
    named = Value(name, output_field=CharField())
    return found.values_list(key).annotate(number=Count("pk"), holding_name=named)


def hand_over_open_rows(
    *,
    now: dt.datetime,
    agencies: Collection[int] | None = None,
    watch: Watch = lambda row: nullcontext(),
) -> dict[str, int]:
    """Pass the open rows of ended agencies, or only of `agencies`, to their successors.

    Each row moves inside the context manager that `watch` returns for it. Returns the numbers by
    name of the holding. Each table has its own transaction. If one fails, the others still pass on
    theirs, and an ExceptionGroup is raised at the end.
    """
    passed, errors = {}, []
    for name, holding in HOLDINGS.items():
        if holding.hand_over is None:
            continue
        try:
            with transaction.atomic():
                rows = holding.hand_over.open_rows()
                if agencies is not None:
                    rows = rows.filter(agency__in=agencies)
                passed[name] = _hand_over(holding.hand_over, rows, now, watch)
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("Open rows of ended agencies could not be passed on.", errors)
    return passed


def _hand_over(way: HandOver, rows: QuerySet[Any], now: dt.datetime, watch: Watch) -> int:
    moved = 0
    for row, receiver in _inherited_rows(rows, way.heir, now):
        with watch(row):
            way.move(row, to=receiver, now=now)
        moved += 1
    return moved


def _inherited_rows(
    rows: QuerySet[Any], heir: Callable[[Agency, dt.date], Agency | None], now: dt.datetime
) -> Iterator[tuple[Any, Agency]]:
    """Lock the rows of ended agencies and yield (row, receiver). Leaves out rows for which `heir`
    returns None or the ended agency itself."""
    day = timezone.localdate(now)
    waiting: Iterable[Any] = (
        rows.filter(agency__valid_to__lt=day)
        .select_related("agency")
        .order_by("pk")
        .select_for_update(of=["self"])
    )
    for row in waiting:
        receiver = heir(row.agency, day)
        if receiver is not None and receiver != row.agency:
            yield row, receiver
