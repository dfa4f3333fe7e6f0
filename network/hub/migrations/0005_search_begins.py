"""Note everything that is public already, and the communes, so that the first job finds them."""

import csv
from pathlib import Path

from django.db import migrations

from network.agencies import importing

EXISTING = """
INSERT INTO hub_searchchange (kind, key)
SELECT CASE depth WHEN 3 THEN 'agency' ELSE 'article' END, id FROM wagtailcore_page
 WHERE live AND depth > 2
UNION ALL SELECT 'document', id FROM legal_updates_legaldocument
UNION ALL SELECT 'card', id FROM aggregator_libraryitem
 WHERE status = 'published' AND duplicate_of_id IS NULL
"""


def note_places(apps, schema_editor):
    table = Path(importing.__file__).parent / "data" / "communes_2025.csv"
    with table.open(encoding="utf-8", newline="") as file:
        codes = [int(row["code"]) for row in csv.DictReader(file)]
    SearchChange = apps.get_model("hub", "SearchChange")
    SearchChange.objects.bulk_create(SearchChange(kind="place", key=code) for code in codes)


class Migration(migrations.Migration):
    dependencies = [("hub", "0004_search_follows")]

    operations = [
        migrations.RunSQL(EXISTING, migrations.RunSQL.noop),
        migrations.RunPython(note_places, migrations.RunPython.noop),
    ]
