"""Draw the cells of a month's audit. The same seed and frame give the same cells."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from network.agencies.audit import record

from ..actions import OversightAction
from ..models import Standard
from ..models.audits import Audit, AuditCell
from ..running import check_agencies
from .cells import green_cells
from .signals import signals_of, weight_of

# Agency code, requirement key, weight.
type FrameRow = Sequence[Any]


def drawn_from(frame: Iterable[FrameRow], seed: str, size: int) -> list[tuple[str, str]]:
    """Return the (agency code, requirement key) of the drawn cells, in the order of the draw.

    Each cell gets the number u ** (1 / weight), where u comes from the hash of seed and cell; the
    highest numbers win (Efraimidis and Spirakis 2006). The order of the frame does not matter.
    """
    ranked = sorted(
        (
            (_number(seed, str(code), str(key)) ** (1 / int(weight)), str(code), str(key))
            for code, key, weight in frame
        ),
        reverse=True,
    )
    return [(code, key) for _rank, code, key in ranked[:size]]


def _number(seed: str, code: str, key: str) -> float:
    """Return a number between 0 and 1 that depends on seed and cell alone."""
    digest = hashlib.sha256(f"{seed}|{code}|{key}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def is_repeatable(audit: Audit) -> bool:
    """Return whether drawing again from the stored frame and seed gives the drawn cells."""
    cells = audit.cells.values_list("agency__code", "requirement__key")
    return drawn_from(audit.frame, audit.seed, audit.size) == list(cells.order_by("place"))


@transaction.atomic
def draw_audit(*, standard: Standard, now: dt.datetime, seed: str = "") -> Audit | None:
    """Draw the audit of the month of `now` unless it exists; None if no cell is green.

    Closes the audit before: cells that nobody looked at count again, so that at most `audit_cells`
    wait at a time. Logged.
    """
    list(Standard.objects.select_for_update().filter(pk=standard.pk))
    month = timezone.localdate(now).replace(day=1)
    if audit := Audit.objects.filter(month=month).first():
        return audit
    frame = green_cells(standard, now)
    hints = signals_of(frame)
    cells = {cell.key: cell for cell in frame.cells}
    rows = sorted((*key, weight_of(hints[key])) for key in cells)
    if not rows:
        return None
    released = _close(now)
    audit = Audit.objects.create(
        month=month,
        seed=seed or f"{month:%Y-%m}-{secrets.token_hex(2).upper()}",
        size=standard.audit_cells,
        drawn_at=now,
        frame=rows,
    )
    drawn = [
        AuditCell(
            audit=audit,
            place=place,
            agency=cells[key].agency,
            requirement=cells[key].requirement,
            weight=weight_of(hints[key]),
            signals=hints[key],
        )
        for place, key in enumerate(drawn_from(rows, audit.seed, audit.size), start=1)
    ]
    AuditCell.objects.bulk_create(drawn)
    record(actor=None, agency=None, action=OversightAction.AUDIT_DRAWN, now=now, about=audit)
    _check_again([*released, *drawn], now)
    return audit


def _close(now: dt.datetime) -> list[AuditCell]:
    """Close the open audit and return its cells that nobody looked at."""
    left = list(AuditCell.objects.filter(audit__closed_at=None, judged_at=None))
    Audit.objects.filter(closed_at=None).update(closed_at=now)
    return left


def _check_again(cells: list[AuditCell], now: dt.datetime) -> None:
    """Check the cells again, because they wait now or no longer wait."""
    check_agencies(
        now=now,
        day=timezone.localdate(now),
        only={cell.agency_id for cell in cells},
        of={cell.requirement_id for cell in cells},
    )
