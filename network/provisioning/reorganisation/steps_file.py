"""Read the steps of a plan from a CSV file or workbook. The agencies are named by code."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.models import Agency, SuccessionKind
from network.core.dates import format_day
from network.core.export import plain_cell
from network.core.text import clean_input, fold, slugify_vi
from network.core.uploaded_tables import (
    TableRow,
    UnreadableTable,
    csv_rows,
    day_of,
    is_workbook,
    workbook_rows,
)

from ..models import ReorganisationPlan
from . import services
from .titles import named_after_steps

MOST_LINES = 2000
# Headings of the template, by column.
HEADINGS = {
    "kind": gettext_lazy("What happens"),
    "predecessor": gettext_lazy("Code of the former agency"),
    "successor": gettext_lazy("Code of the receiving agency"),
    "date": gettext_lazy("In force from"),
    "legal_basis": gettext_lazy("Legal basis"),
    "partial": gettext_lazy("Only a part passes"),
    "part": gettext_lazy("Which part"),
    "predecessor_continues": gettext_lazy("The former agency goes on"),
    "new_name": gettext_lazy("New name"),
    "new_short_name": gettext_lazy("New short name"),
    "keeper": gettext_lazy("Code of the agency that keeps the archive"),
}
_NEEDED = ("kind", "predecessor")
_AGENCIES = ("predecessor", "successor", "keeper")
_TEXTS = {"part": 255, "new_name": 255, "new_short_name": 120}
_YES, _NO = {"co", "x", "1", "true", "dung"}, {"", "khong", "0", "false", "sai"}


@transaction.atomic
def add_steps_from_file(*, plan: ReorganisationPlan, data: bytes, actor: User | None = None) -> int:
    """Add the steps of the file to a plan in preparation on behalf of `actor`, and return their
    number.

    Raises ValidationError with a sentence for each wrong line; nothing is saved then.
    """
    plan = services.prepared_plan(plan)
    columns, rows = _table(data)
    asked = {row.line: _cells(row, columns) for row in rows}
    codes = {cells[name] for cells in asked.values() for name in _AGENCIES}
    agencies = Agency.objects.in_bulk(codes - {""}, field_name="code")
    with named_after_steps(plan):
        errors = [error for each in asked.items() for error in _save(*each, plan, agencies, actor)]
    if errors:
        raise ValidationError(errors)
    return len(asked)


def _save(
    line: int,
    cells: Mapping[str, str],
    plan: ReorganisationPlan,
    agencies: Mapping[str, Agency],
    actor: User | None,
) -> list[str]:
    """Add the step of a line. Returns what is wrong with the line."""
    try:
        values = _step(cells, plan, agencies)
        with transaction.atomic():
            services.save_step(plan=plan, **values, actor=actor)
    except ValidationError as error:
        text = _("Line %(line)d: %(reason)s")
        return [text % {"line": line, "reason": reason} for reason in error.messages]
    return []


def _table(data: bytes) -> tuple[list[str], list[TableRow]]:
    """Return the names of the columns and the lines below them. Raises ValidationError."""
    try:
        found = workbook_rows(data, most_lines=MOST_LINES) if is_workbook(data) else csv_rows(data)
        rows = list(found)
    except UnreadableTable as broken:
        reason = _(broken.text) % broken.values
        text = _("Line %(line)d: %(reason)s") % {"line": broken.line, "reason": reason}
        raise ValidationError(text) from broken
    if len(rows) < 2 or len(rows) > MOST_LINES:
        text = _("The file needs a line of headings and between 1 and %(most)d steps.")
        raise ValidationError(text % {"most": MOST_LINES - 1})
    known = {fold(str(heading)): name for name, heading in HEADINGS.items()}
    columns = [known.get(fold(_text(cell)), "") for cell in rows[0].cells]
    missing = [str(HEADINGS[name]) for name in _NEEDED if name not in columns]
    if missing:
        text = _("The file lacks the column “%(column)s”. Take the template for the columns.")
        raise ValidationError([text % {"column": column} for column in missing])
    return columns, rows[1:]


def _text(cell: Any) -> str:
    return " ".join(plain_cell(clean_input(str("" if cell is None else cell))).split())


def _cells(row: TableRow, columns: list[str]) -> dict[str, str]:
    """Return the texts of a line by column; "" for a column that the file lacks."""
    texts = dict.fromkeys(HEADINGS, "")
    given = zip(columns, row.cells, strict=False)
    return texts | {name: _text(cell) for name, cell in given if name}


def _step(
    cells: Mapping[str, str], plan: ReorganisationPlan, agencies: Mapping[str, Agency]
) -> dict[str, Any]:
    """Return the arguments of `services.save_step`. Raises ValidationError."""
    _require_same_decision(cells, plan)
    # "Chia, tách", "chia tach" and "chia_tach" are the same word.
    kinds = {slugify_vi(str(kind.label)): kind for kind in SuccessionKind}
    kind = kinds.get(slugify_vi(cells["kind"].replace("_", " ")))
    if kind is None:
        listed = ", ".join(str(each.label) for each in SuccessionKind)
        text = _("“%(value)s” is no kind of step. Write one of these: %(kinds)s.")
        raise ValidationError(text % {"value": cells["kind"], "kinds": listed})
    for name, longest in _TEXTS.items():
        if len(cells[name]) > longest:
            text = _("“%(column)s” has at most %(most)d characters.")
            raise ValidationError(text % {"column": HEADINGS[name], "most": longest})
    return {
        "kind": kind,
        "predecessor": _agency(cells["predecessor"], agencies),
        **{
            name: _agency(cells[name], agencies) if cells[name] else None
            for name in ("successor", "keeper")
        },
        **{name: _is_yes(name, cells[name]) for name in ("partial", "predecessor_continues")},
        **{name: cells[name] for name in _TEXTS},
    }


def _agency(code: str, agencies: Mapping[str, Agency]) -> Agency:
    if code not in agencies:
        raise ValidationError(_("No agency has the code “%(code)s”.") % {"code": code})
    return agencies[code]


def _is_yes(name: str, word: str) -> bool:
    folded = fold(word)
    if folded not in _YES | _NO:
        text = _("Write “có” or leave “%(column)s” empty, instead of “%(value)s”.")
        raise ValidationError(text % {"column": HEADINGS[name], "value": word})
    return folded in _YES


def _require_same_decision(cells: Mapping[str, str], plan: ReorganisationPlan) -> None:
    """Raise ValidationError for a line of another day or legal basis than the plan has."""
    day: dt.date | None = None
    if cells["date"]:
        try:
            day = day_of(cells["date"].removesuffix(" 00:00:00"))
        except ValueError as error:
            text = _("“%(value)s” is no day. Write it like 01/07/2025.")
            raise ValidationError(text % {"value": cells["date"]}) from error
    if day and day != plan.effective_on:
        text = _("This step is for another day than the plan (%(day)s). Make a plan of its own.")
        raise ValidationError(text % {"day": format_day(plan.effective_on)})
    if cells["legal_basis"] and fold(cells["legal_basis"]) != fold(plan.legal_basis):
        text = _("This step has another legal basis than the plan (%(basis)s).")
        raise ValidationError(text % {"basis": plan.legal_basis})
