"""Say who is in which group by looking at today's memberships (see accounts.UserGroup)."""

from django.db import migrations

FORWARDS = """
CREATE VIEW accounts_user_groups AS
SELECT membership.id AS id, membership.user_id AS user_id, role_group.group_id AS group_id
FROM agencies_membership membership
JOIN agencies_rolegroup role_group
  ON role_group.role = membership.role
 AND (role_group.agency_id = membership.agency_id OR role_group.agency_id IS NULL)
WHERE membership.valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  AND (membership.valid_to IS NULL
       OR membership.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_superuser_by_command"),
        ("agencies", "0002_no_default_groups"),
    ]

    operations = [migrations.RunSQL(FORWARDS, "DROP VIEW accounts_user_groups")]
