"""Let nothing go live in the section of an agency that has ended."""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module(
    "network.moderation.migrations.0006_squashed_0012_rules_of_whole_rows"
).PAGE_GOES_LIVE
BEFORE = BEFORE[: BEFORE.index("DROP TRIGGER")]
FIRST_QUESTION = "    SELECT d.deed, d.revision_id,\n"
ENDED = """    IF EXISTS (
        SELECT FROM wagtailcore_page p
          JOIN agency_sites_agencyhomepage h ON h.page_ptr_id = p.id
          JOIN agencies_agency a ON a.id = h.agency_id
         WHERE p.path = left(NEW.path, 12)
           AND a.valid_to < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
    THEN
        RAISE EXCEPTION 'Page % is in the section of an agency that has ended.', NEW.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
"""
assert FIRST_QUESTION in BEFORE


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0013_two_people"),
        ("agencies", "0019_roles_end_with_the_agency"),
        ("agency_sites", "0001_squashed_0011_questions"),
    ]
    operations = [
        migrations.RunSQL(BEFORE.replace(FIRST_QUESTION, ENDED + FIRST_QUESTION), BEFORE),
        migrations.AlterField(
            model_name='decision',
            name='deed',
            field=models.CharField(choices=[('submitted', 'Submitted'), ('taken_back', 'Submission taken back'), ('returned', 'Returned'), ('appraised', 'Appraised'), ('reopened', 'To be appraised again'), ('approved', 'Approved'), ('published_urgently', 'Published urgently'), ('appraised_afterwards', 'Appraised afterwards'), ('failed_afterwards', 'Failed the appraisal afterwards'), ('withdrawn', 'Withdrawn'), ('taken_down', 'Taken down by the overseer'), ('number_waived', 'A private number may stay'), ('published', 'Published at the hour set'), ('held_back', 'Not published at its hour: no longer allowed'), ('expired', 'No longer shown, its time is over'), ('content_migrated', 'Rewritten by an update of the software')], max_length=24, verbose_name='what was done'),
        ),
    ]
