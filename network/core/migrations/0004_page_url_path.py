"""Index on the address of a page, by which the hub finds it in one query.

A hash: nothing but equality is asked, and an address may be longer than a B-tree's entry.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0003_expiring_pages")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX core_page_url_path ON wagtailcore_page USING hash (url_path)",
            "DROP INDEX core_page_url_path",
        )
    ]
