"""The shared editorial board of the sections that a reorganisation opens."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0021_former_bodies_outside_the_network"),
        ("provisioning", "0002_agencies_left_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="reorganisationplan",
            name="board",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="agencies.agency",
                verbose_name="shared editorial board",
            ),
        ),
    ]
