"""Personal data that is stored: of whom, how long, and the proof that it is erased in time.

`data/personal_data.csv` lists the fields. The document docs/personal-data.md is made from it, and
a test fails for a field that looks personal and is missing from the list.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

DATA = Path(__file__).resolve().parent / "data" / "personal_data.csv"
# The work that erases runs every hour or every night.
GRACE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One line of the file: the personal fields of a model.

    Where `moment` names a column, the fields are empty, or the row is gone, `days` after it.
    """

    label: str
    fields: tuple[str, ...]
    whose: str
    kept: str
    moment: str
    days: int

    @property
    def model(self) -> type[Model]:
        """Return the model."""
        return apps.get_model(self.label)

    def overdue(self, now: dt.datetime) -> QuerySet[Model]:
        """Return the rows that still hold what should have been erased."""
        rows = self.model._base_manager.all()
        if not self.moment:
            return rows.none()
        until = now - dt.timedelta(days=self.days) - GRACE
        filled = Q()
        for name in self.fields:
            filled |= ~Q(**{name: ""}) & Q(**{f"{name}__isnull": False})
        return rows.filter(filled, **{f"{self.moment}__lt": until})

    def containing(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield each field in which a text stands, and in how many rows; case does not count."""
        for name in self.fields:
            rows = self.model._base_manager.annotate(searched_text=Cast(name, TextField()))
            if count := rows.filter(searched_text__icontains=text).count():
                yield name, count


@cache
def personal_data() -> tuple[PersonalData, ...]:
    """Return the lines of `data/personal_data.csv`, read once per process. Days may be the name of
    a setting."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        return tuple(
            PersonalData(
                label=row["model"],
                fields=tuple(row["fields"].split()),
                whose=row["whose"],
                kept=row["kept"],
                moment=row["moment"],
                days=_days(row["days"]),
            )
            for row in csv.DictReader(lines)
        )


def document() -> str:
    """Return the table of docs/personal-data.md."""
    lines = ["| table | fields | whose | kept |", "|---|---|---|---|"]
    for each in personal_data():
        fields = ", ".join(f"`{name}`" for name in each.fields)
        lines.append(f"| `{each.label}` | {fields} | {each.whose} | {each.kept} |")
    return "\n".join(lines) + "\n"


def _days(text: str) -> int:
    return int(text) if text.isdigit() else int(getattr(settings, text)) if text else 0
