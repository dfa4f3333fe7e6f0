from django.db import migrations, models

from network.core.sorting import SortKey


class Migration(migrations.Migration):
    """Indexes from which a page of the directory and of lists sorted by agency is read, instead of
    all agencies."""

    dependencies = [
        ("agencies", "0022_archive_keeper"),
        ("core", "0007_bound_sort_key"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="agency", name="agency_kind_of"),
        migrations.AddIndex(
            model_name="agency",
            index=models.Index(
                fields=["id"], include=["kind", "valid_to"], name="agency_kind_and_end"
            ),
        ),
        migrations.AddIndex(
            model_name="agency",
            index=models.Index("kind", SortKey("name"), "id", name="agency_kind_key"),
        ),
    ]
