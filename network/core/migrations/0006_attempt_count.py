"""How often somebody sent a form within the hour."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_public_pages")]

    operations = [
        migrations.CreateModel(
            name="AttemptCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField()),
            ],
        ),
    ]
