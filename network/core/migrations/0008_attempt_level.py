from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_bound_sort_key")]

    operations = [
        migrations.CreateModel(
            name="AttemptLevel",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("level", models.FloatField()),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
