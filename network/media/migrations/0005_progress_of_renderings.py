
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("media", "0004_corrected_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="rendering",
            name="page_count",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="rendering",
            name="pages_made",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
