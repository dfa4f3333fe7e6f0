"""Let the rules be asked at every change of a row, so that they depend on no column of Wagtail's.

PostgreSQL refuses to change the type of a column that a trigger names, and the keys of Wagtail's
tables are to grow. What a trigger's definition asked, its function asks first.
"""

from django.db import migrations

GOES_LIVE = """
DROP TRIGGER moderation_page_goes_live ON wagtailcore_page;
CREATE TRIGGER moderation_page_goes_live BEFORE INSERT OR UPDATE {columns}
    ON wagtailcore_page FOR EACH ROW EXECUTE FUNCTION moderation_page_goes_live();
"""
DECIDED_STAYS = """
CREATE OR REPLACE FUNCTION moderation_decided_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {same}NOT EXISTS (SELECT FROM moderation_decision d
                    WHERE d.page_id = OLD.object_id::bigint AND d.revision_id = OLD.id)
       OR moderation_by_install()
    THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'Revision % was decided upon: it stays as it is.', OLD.id
        USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER moderation_decided_stays ON wagtailcore_revision;
CREATE TRIGGER moderation_decided_stays BEFORE UPDATE {columns} ON wagtailcore_revision
    FOR EACH ROW {condition} EXECUTE FUNCTION moderation_decided_stays();
"""
FINISHED_STAYS = """
CREATE OR REPLACE FUNCTION moderation_finished_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {same}
    RAISE EXCEPTION 'Workflow state % has ended.', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER moderation_finished_stays ON wagtailcore_workflowstate;
CREATE TRIGGER moderation_finished_stays BEFORE UPDATE {columns} ON wagtailcore_workflowstate
    FOR EACH ROW {condition} EXECUTE FUNCTION moderation_finished_stays();
"""
MAY_CHANGE = """
    IF OLD.status NOT IN ('approved', 'cancelled') OR NEW.status = OLD.status THEN
        RETURN NEW;
    END IF;
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0011_contents_migrated")]

    operations = [
        migrations.RunSQL(
            GOES_LIVE.format(columns=""), GOES_LIVE.format(columns="OF live, live_revision_id")
        ),
        migrations.RunSQL(
            DECIDED_STAYS.format(
                columns="", condition="", same="OLD.content IS NOT DISTINCT FROM NEW.content OR "
            ),
            DECIDED_STAYS.format(
                columns="OF content",
                condition="WHEN (OLD.content IS DISTINCT FROM NEW.content)",
                same="",
            ),
        ),
        migrations.RunSQL(
            FINISHED_STAYS.format(columns="", condition="", same=MAY_CHANGE),
            FINISHED_STAYS.format(
                columns="OF status",
                condition="WHEN (OLD.status IN ('approved', 'cancelled')"
                " AND NEW.status <> OLD.status)",
                same="",
            ),
        ),
    ]
