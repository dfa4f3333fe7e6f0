"""Load the network's lists from CSV files, for migrations."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"


def load_rows(apps: Any, model_name: str, file_name: str) -> None:
    """Insert the rows of `data/<file_name>.csv` in their order."""
    model = apps.get_model("capacity", model_name)
    columns = {field.name: field for field in model._meta.fields}
    with (DATA / f"{file_name}.csv").open(encoding="utf-8", newline="") as file:
        model.objects.bulk_create(
            model(order=order, **{key: _value(columns[key], row[key]) for key in row})
            for order, row in enumerate(csv.DictReader(file), start=1)
        )


def _value(column: Any, text: str) -> Any:
    """Convert the text of a CSV cell to the type of the column."""
    match column.get_internal_type():
        case "BooleanField":
            return bool(text)
        case "DateField":
            return dt.date.fromisoformat(text)
    return text
