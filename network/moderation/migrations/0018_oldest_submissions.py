from django.db import migrations, models


class Migration(migrations.Migration):
    """An index by which the overseer's list finds what waits longest, at whatever stage."""

    dependencies = [("moderation", "0017_corrections_in_ended_sections")]

    operations = [
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["since"],
                name="submission_oldest",
            ),
        ),
    ]
