"""The evidence that a page of an ended agency was closed or handed over."""

from django.db import migrations, models

import network.channels.models.files


class Migration(migrations.Migration):
    dependencies = [("channels", "0024_proof_of_control")]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="ending_file",
            field=models.FileField(
                blank=True,
                upload_to=network.channels.models.files.channel_path,
                verbose_name="evidence of the ending",
            ),
        ),
    ]
