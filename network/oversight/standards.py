"""Standards loaded from CSV files into a new installation."""

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


# Columns that only some files have.
OPTIONAL = ("legal_basis", "method")


def requirement_rows(name: str) -> list[dict[str, Any]]:
    """Return the fields of the requirements in `data/<name>.csv`, in their order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {
                "key": row["key"],
                "order": order,
                "group": row["group"],
                "title": row["title"],
                "quotation": row["quotation"],
                "of_overseer": bool(row["of_overseer"]),
                "check_key": row["check"],
                "thresholds": json.loads(row["thresholds"] or "{}"),
                **{column: row[column] for column in OPTIONAL if column in row},
                "valid_to": dt.date.fromisoformat(end) if (end := row.get("valid_to")) else None,
            }
            for order, row in enumerate(csv.DictReader(file), start=1)
        ]


def load_standard(apps: Any, *, key: str, fields: dict[str, Any], since: dt.date) -> None:
    """Create a standard and its requirements unless it exists. For migrations."""
    standard, made = apps.get_model("oversight", "Standard").objects.get_or_create(
        key=key, defaults=fields | {"valid_from": since}
    )
    if made:
        requirement = apps.get_model("oversight", "Requirement")
        requirement.objects.bulk_create(
            requirement(standard=standard, valid_from=since, **row) for row in requirement_rows(key)
        )
