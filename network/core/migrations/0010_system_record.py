from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0009_two_people")]

    operations = [
        migrations.CreateModel(
            name="SystemRecord",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("data", models.JSONField(default=dict)),
            ],
        ),
    ]
