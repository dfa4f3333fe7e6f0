"""Let the database refuse other addresses than http and https, as of every column with addresses."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("hub", "0018_contacts")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE hub_contact ADD CONSTRAINT hub_contact_source_url_is_web"
            " CHECK (source_url = '' OR source_url ~* '^https?://') NOT VALID",
            "ALTER TABLE hub_contact DROP CONSTRAINT hub_contact_source_url_is_web",
        )
    ]
