"""Make the audit log append-only, and let an act of the overseer give its rights."""

from django.db import migrations

LOG = """
CREATE FUNCTION agencies_audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is written once.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER agencies_audit_log_stays BEFORE UPDATE OR DELETE ON agencies_auditentry
    FOR EACH ROW EXECUTE FUNCTION agencies_audit_log_stays();
"""
LOG_BACK = """
DROP TRIGGER agencies_audit_log_stays ON agencies_auditentry;
DROP FUNCTION agencies_audit_log_stays();
"""
MEMBERS = """
SELECT membership.id AS id, membership.user_id AS user_id, role_group.group_id AS group_id
FROM agencies_membership membership
JOIN agencies_rolegroup role_group
  ON role_group.role = membership.role
 AND (role_group.agency_id = membership.agency_id OR role_group.agency_id IS NULL)
WHERE membership.valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  AND (membership.valid_to IS NULL
       OR membership.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
"""
ACTS = """
UNION ALL
SELECT -role_group.id AS id, act.user_id AS user_id, role_group.group_id AS group_id
FROM agencies_act act
JOIN agencies_rolegroup role_group ON role_group.agency_id = act.agency_id
WHERE act.started_at <= now() AND act.ends_at > now()
"""
REPLACE = "CREATE OR REPLACE VIEW accounts_user_groups AS "


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_audit_log")]

    operations = [
        migrations.RunSQL(LOG, LOG_BACK),
        migrations.RunSQL(REPLACE + MEMBERS + ACTS, REPLACE + MEMBERS),
    ]
