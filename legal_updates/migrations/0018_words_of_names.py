"""Documents are also found by their usual name and by what they are for."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models.functions import Concat


class Migration(migrations.Migration):
    dependencies = [("legal_updates", "0017_changed_originals")]

    operations = [
        # PostgreSQL cannot change the expression of a generated column.
        migrations.RemoveIndex("legaldocument", "legal_document_by_words"),
        migrations.RemoveField("legaldocument", "words"),
        migrations.AddField(
            "legaldocument",
            "words",
            models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    "number",
                    Concat("usual_name", models.Value(" "), "title", models.Value(" "), "purpose"),
                    function="legal_document_words",
                ),
                output_field=SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            "legaldocument", GinIndex(fields=["words"], name="legal_document_by_words")
        ),
    ]
