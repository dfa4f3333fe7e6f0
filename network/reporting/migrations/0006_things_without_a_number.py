from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_more_time")]
    operations = [
        migrations.AddField(
            model_name="value",
            name="uncounted",
            field=models.PositiveIntegerField(default=0, verbose_name="things without a number"),
        ),
    ]
