"""Fill in the kinds of document and of relation, so that every installation shares their keys."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
# What a confirmed relation does to the other document; the rest do nothing to its validity.
EFFECTS = {
    "thay_the": "expired",
    "bai_bo": "expired",
    "sua_doi_bo_sung": "amended",
    "dinh_chi": "suspended",
    "tam_ngung": "suspended",
}


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def load(apps, schema_editor):
    DocumentType = apps.get_model("legal_updates", "DocumentType")
    RelationType = apps.get_model("legal_updates", "RelationType")
    DocumentType.objects.bulk_create(
        [
            DocumentType(
                key=row["key"],
                label=row["label_vi"],
                abbreviation=row["abbr"],
                level=row["level"] or "any",
                normative=row["normative"].startswith("yes"),
                rank=int(row["rank_order"]),
            )
            for row in rows("document_types.csv")
        ]
        # What an import does not know: it is reported, never refused (domain brief 4.1).
        + [DocumentType(key="khac", label="Khác", level="any")],
        ignore_conflicts=True,
    )
    RelationType.objects.bulk_create(
        [
            RelationType(
                key=row["key"],
                label_active=row["label_active_vi"],
                label_passive=row["label_passive_vi"],
                effect=EFFECTS.get(row["key"], "none"),
                symmetric=row["label_active_vi"] == row["label_passive_vi"],
                order=order,
            )
            for order, row in enumerate(rows("document_relations.csv"))
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("legal_updates", "0003_register")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
