"""Let the database refuse addresses of other schemes than http and https in every URL column.

Pages print these columns in `href`. Validators run in forms alone, so services and imports need the
database as well. The constraints are NOT VALID: they bind what is written from now on, take no scan
of the tables, and an old bad row does not stop an upgrade (pages print it as words, without a link).
They stand here because this app is above all that own such a column.
"""

from django.db import migrations

COLUMNS = {
    "activities_activity": ["link"],
    "agency_sites_articlepage": ["source_url"],
    "agency_sites_eventpage": ["online_link"],
    "agency_sites_pano": ["url"],
    "agency_sites_requiredlink": ["url"],
    "agency_sites_sectionlink": ["url"],
    "aggregator_libraryitem": ["link", "original_link", "suggested_link"],
    "aggregator_proposal": ["url"],
    "aggregator_source": ["url"],
    "channels_case": ["url"],
    "channels_channel": ["url", "website"],
    "channels_fakereport": ["url"],
    "channels_post": ["url"],
    "channels_scanfind": ["url"],
    "directives_assignment": ["link"],
    "legal_updates_legaldocument": ["official_url"],
    "media_agencyimage": ["source_url"],
    "oversight_outreach": ["link"],
}


def _statements():
    for table, columns in COLUMNS.items():
        for column in columns:
            name = f"{table}_{column}_is_web"
            yield (
                f"ALTER TABLE {table} ADD CONSTRAINT {name}"
                f" CHECK ({column} = '' OR {column} ~* '^https?://') NOT VALID",
                f"ALTER TABLE {table} DROP CONSTRAINT {name}",
            )


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0009_announcements_in_time"),
        ("activities", "0002_rules"),
        ("agency_sites", "0019_short_texts"),
        ("aggregator", "0015_library_item_arrived"),
        ("channels", "0016_takedown_rules"),
        ("directives", "0002_rules"),
        ("legal_updates", "0012_regular_reviews"),
        ("media", "0005_progress_of_renderings"),
    ]

    operations = [migrations.RunSQL(forward, back) for forward, back in _statements()]
