from django.db import migrations, models
from django.db.models.functions import Coalesce

# What came after its source's first fetch is as new as the fetch that brought it.
FILL = """
UPDATE aggregator_libraryitem i SET seen_at = i.fetched_at
FROM (SELECT source_id, min(fetched_at) AS first FROM aggregator_libraryitem GROUP BY source_id) s
WHERE s.source_id = i.source_id AND i.fetched_at > s.first
"""


class Migration(migrations.Migration):

    dependencies = [("aggregator", "0012_no_stored_rhythm")]

    operations = [
        migrations.RemoveIndex(model_name="libraryitem", name="library_item_newest"),
        migrations.AddField(
            model_name="libraryitem",
            name="seen_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="libraryitem",
            index=models.Index(
                Coalesce("published_at", "seen_at").desc(nulls_last=True),
                models.F("id").desc(),
                condition=models.Q(duplicate_of__isnull=True, status="published"),
                name="library_item_newest",
            ),
        ),
    ]
