"""Indexes for the pages of citizens: a page by its address, and the sections that are closed.

The first is a hash: nothing but equality is asked, and an address may be longer than an entry of a
B-tree. With the second the open sections of 1,000 agencies are counted in some 60 pages of 8 KB,
not in 1,913: all but the closed ones, of which there are few.
"""

from django.db import migrations

INDEXES = {
    "core_page_url_path": "wagtailcore_page USING hash (url_path)",
    "core_closed_sections": "wagtailcore_page (id) WHERE NOT live AND depth = 3",
}


class Migration(migrations.Migration):
    dependencies = [("core", "0004_sort_key")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {target}", f"DROP INDEX {name}")
        for name, target in INDEXES.items()
    ]
