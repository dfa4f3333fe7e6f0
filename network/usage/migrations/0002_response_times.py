"""Response times and minutes in service by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("usage", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="UptimeDay",
            fields=[
                (
                    "day",
                    models.DateField(primary_key=True, serialize=False, verbose_name="day"),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ResponseDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("status", models.PositiveSmallIntegerField()),
                ("within_ms", models.FloatField(null=True)),
                ("number", models.PositiveBigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "status", "within_ms"),
                        name="response_day_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
