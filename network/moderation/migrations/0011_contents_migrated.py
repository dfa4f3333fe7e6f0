"""Let what was decided upon a content count for what a migration of the code has made of it.

`moderation_digest_now` follows the links that `network.moderation.content_migrations` adds. A page
goes live as migration 0006 has it, with digests of today.
"""

from importlib import import_module

from django.db import migrations, models

_before = import_module("network.moderation.migrations.0006_taken_down_stays_down")
BEFORE = _before.GOES_LIVE.replace("{and_read_since}", _before.READ_SINCE)
AFTER = BEFORE.replace(
    "d.revision_id, d.digest INTO",
    "d.revision_id, moderation_digest_now(d.id, d.revision_id, d.digest) AS digest INTO",
).replace(
    "s.digest = last.digest",
    "moderation_digest_now(s.id, s.revision_id, s.digest) = last.digest",
)
DIGEST_NOW = """
CREATE FUNCTION moderation_digest_now(decision bigint, revision bigint, digest text)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    link record;
BEGIN
    FOR link IN SELECT m.digest, m.detail->>'old_digest' AS old FROM moderation_decision m
                 WHERE m.page_id = (SELECT d.page_id FROM moderation_decision d WHERE d.id = decision)
                   AND m.revision_id = revision AND m.deed = 'content_migrated' AND m.id > decision
                 ORDER BY m.id
    LOOP
        digest := CASE WHEN link.old = digest THEN link.digest ELSE digest END;
    END LOOP;
    RETURN digest;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0010_no_sent_mail")]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="deed",
            field=models.CharField(choices=[('submitted', 'Submitted'), ('taken_back', 'Submission taken back'), ('returned', 'Returned'), ('appraised', 'Appraised'), ('reopened', 'To be appraised again'), ('approved', 'Approved'), ('published_urgently', 'Published urgently'), ('appraised_afterwards', 'Appraised afterwards'), ('failed_afterwards', 'Failed the appraisal afterwards'), ('withdrawn', 'Withdrawn'), ('taken_down', 'Taken down by the overseer'), ('number_waived', 'A private number may stay'), ('published', 'Published at the hour set'), ('held_back', "Not published at its hour: it points at another agency's things"), ('expired', 'No longer shown, its time is over'), ('content_migrated', 'Rewritten by an update of the software')], max_length=24, verbose_name='what was done'),
        ),
        migrations.RunSQL(
            DIGEST_NOW + AFTER,
            BEFORE + "DROP FUNCTION moderation_digest_now(bigint, bigint, text);",
        ),
    ]
