"""A lease for each check of a link, and what a pano shows asked anew: from 0.1.0 to 0.2.0."""

from django.db import migrations, models

# Saving a pano or a document marked its file as public for ever; what shows it is asked instead.
NOT_FOR_EVER = """
UPDATE media_agencyimage SET public = false
 WHERE public AND id IN (SELECT image_id FROM agency_sites_pano);
UPDATE media_agencydocument SET public = false
 WHERE public AND id IN (SELECT file_id FROM legal_updates_documentfile);
"""
FOR_EVER = NOT_FOR_EVER.replace("public = false", "public = true").replace("public AND", "NOT public AND")


class Migration(migrations.Migration):
    replaces = [
        ("agency_sites", "0012_leases"),
        ("agency_sites", "0013_pictures_of_panos"),
    ]
    dependencies = [("agency_sites", "0001_squashed_0011_questions")]
    operations = [
        migrations.AddField(
            model_name='linkcheck',
            name='leased_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL(NOT_FOR_EVER, FOR_EVER),
    ]
