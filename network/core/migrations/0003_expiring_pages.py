"""The minute's question "whose time is over" reads every page without this one.

Its twin, "whose hour has come", has Wagtail's own index on revision.approved_go_live_at.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0002_newest_and_found")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX core_page_expire_at ON wagtailcore_page (expire_at) "
            "WHERE live AND expire_at IS NOT NULL",
            "DROP INDEX core_page_expire_at",
        )
    ]
