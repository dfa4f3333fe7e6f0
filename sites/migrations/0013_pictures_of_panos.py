"""Ask what shows a file whether it is public: saving a pano or a document marked it for ever."""

from django.db import migrations

NOT_FOR_EVER = """
UPDATE media_agencyimage SET public = false
 WHERE public AND id IN (SELECT image_id FROM agency_sites_pano);
UPDATE media_agencydocument SET public = false
 WHERE public AND id IN (SELECT file_id FROM legal_updates_documentfile);
"""
FOR_EVER = NOT_FOR_EVER.replace("public = false", "public = true").replace("public AND", "NOT public AND")


class Migration(migrations.Migration):
    dependencies = [("agency_sites", "0012_leases")]

    operations = [migrations.RunSQL(NOT_FOR_EVER, FOR_EVER)]
