"""Make an edition of the catalogue."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from network.core.export import csv_lines

from .datasets import DATASETS, Dataset
from .models import CatalogueFile

MANIFEST = "manifest.json"
CSV, JSON = "text/csv; charset=utf-8", "application/json"


@transaction.atomic
def make_edition(*, now: dt.datetime) -> list[CatalogueFile]:
    """Replace the catalogue by a new edition and return its files, the manifest last.

    Sets that others refer to are read after these, so that no relation names a document that the
    other file lacks. Raises database errors; the previous edition then stays.
    """
    files = [file for dataset in reversed(DATASETS) for file in _files_of(dataset, now)]
    files.append(_file(MANIFEST, JSON, _json(_manifest(files, now)), len(files), now))
    CatalogueFile.objects.all().delete()
    return CatalogueFile.objects.bulk_create(files)


def _files_of(dataset: Dataset, now: dt.datetime) -> list[CatalogueFile]:
    """Return a set as CSV and as JSON, both of the same rows."""
    rows = [
        {column.name: column.value(row) for column in dataset.columns} for row in dataset.rows()
    ]
    columns = [(column.name, lambda row, name=column.name: row[name]) for column in dataset.columns]
    lines = "".join(csv_lines(columns, rows)).encode()
    return [
        _file(f"{dataset.key}.csv", CSV, lines, len(rows), now),
        _file(f"{dataset.key}.json", JSON, _json(rows), len(rows), now),
    ]


def _manifest(files: list[CatalogueFile], now: dt.datetime) -> dict[str, Any]:
    """Return what the catalogue says of itself: its licence, day, and each set with its columns and
    files with their SHA-256."""
    by_name = {file.name: file for file in files}
    return {
        "title": str(settings.WAGTAIL_SITE_NAME),
        "licence": settings.OPEN_DATA_LICENCE,
        "made_at": timezone.localtime(now).isoformat(timespec="seconds"),
        "values": "text; days as in ISO 8601; in CSV an apostrophe stands before a formula sign",
        "datasets": [
            {
                "key": dataset.key,
                "title": str(dataset.title),
                "columns": [
                    {"name": column.name, "label": str(column.label)} for column in dataset.columns
                ],
                "files": [_described(by_name[f"{dataset.key}.{end}"]) for end in ("csv", "json")],
            }
            for dataset in DATASETS
        ],
    }


def _described(file: CatalogueFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "rows": file.rows,
        "bytes": len(file.body),
        "sha256": file.sha256,
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _file(name: str, media_type: str, body: bytes, rows: int, now: dt.datetime) -> CatalogueFile:
    digest = hashlib.sha256(body).hexdigest()
    return CatalogueFile(
        name=name, media_type=media_type, sha256=digest, rows=rows, body=body, made_at=now
    )
