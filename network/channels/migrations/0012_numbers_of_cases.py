"""A case keeps the platform's own number of its page, entered before anybody is warned of it."""

from importlib import import_module

from django.db import migrations, models

LAST = import_module("network.channels.migrations.0011_cases_of_ended_agencies")
BEFORE = LAST.BEFORE.replace(LAST.OLD, LAST.NEW)
WHY = """        why := 'A case stays with its agency, its page, and who opened it.';
"""
NUMBER = """    ELSIF NEW.platform_number <> OLD.platform_number AND (
        OLD.platform_number <> '' OR NEW.state NOT IN ('found', 'verifying')) THEN
        why := 'The number of a page stays, and is entered before it is confirmed.';
"""
# What an address with the number in it says already.
KNOWN = """
UPDATE channels_case SET platform_number = left(split_part(address_key, ':', 3), 60)
WHERE split_part(address_key, ':', 2) IN ('id', 'oa')
"""


class Migration(migrations.Migration):
    dependencies = [("channels", "0011_cases_of_ended_agencies")]
    operations = [
        migrations.AddField(
            "case",
            "platform_number",
            models.CharField(blank=True, default="", max_length=60, verbose_name="number on the platform"),
            preserve_default=False,
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.RunSQL(BEFORE.replace(WHY, WHY + NUMBER), BEFORE),
    ]
