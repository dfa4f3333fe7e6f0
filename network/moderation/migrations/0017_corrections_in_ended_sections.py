"""Let a public page in the section of an ended agency be corrected; nothing new goes live there."""

from importlib import import_module

from django.db import migrations

ended = import_module("network.moderation.migrations.0014_ended_agencies")
BEFORE = ended.BEFORE.replace(ended.FIRST_QUESTION, ended.ENDED + ended.FIRST_QUESTION)
CORRECTED = ended.ENDED.replace(
    "    IF EXISTS (", "    IF NOT (TG_OP = 'UPDATE' AND OLD.live) AND EXISTS (", 1
)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0016_narrower_parts")]
    operations = [migrations.RunSQL(BEFORE.replace(ended.ENDED, CORRECTED), BEFORE)]
