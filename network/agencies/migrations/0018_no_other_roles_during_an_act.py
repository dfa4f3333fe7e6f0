"""Suspend a person's own roles while the person acts for an agency.

As long as the act is open, the person is in the groups of that agency alone. Nobody then does the
agency's step and the network's step in the same role switch: whoever accepts something must have
ended the act, and the pairs of `network.core.two_people` refuse the same person even then.
"""

from importlib import import_module

from django.db import migrations

OPEN_ACT = "act.started_at <= statement_timestamp() AND act.ends_at > statement_timestamp()"
VIEW = f"""
CREATE OR REPLACE VIEW accounts_user_groups AS
SELECT membership.id AS id, membership.user_id AS user_id, role_group.group_id AS group_id
FROM agencies_membership membership
JOIN agencies_rolegroup role_group
  ON role_group.role = membership.role
 AND (role_group.agency_id = membership.agency_id OR role_group.agency_id IS NULL)
WHERE membership.valid_from <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
  AND (membership.valid_to IS NULL
       OR membership.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
  AND NOT EXISTS (
      SELECT FROM agencies_act act WHERE act.user_id = membership.user_id AND {OPEN_ACT})
UNION ALL
SELECT -role_group.id AS id, act.user_id AS user_id, role_group.group_id AS group_id
FROM agencies_act act
JOIN agencies_rolegroup role_group ON role_group.agency_id = act.agency_id
WHERE {OPEN_ACT}
"""
_BEFORE = import_module("network.agencies.migrations.0001_squashed_0012_agency_kind_index")


class Migration(migrations.Migration):
    dependencies = [("agencies", "0017_name_the_collections")]
    operations = [
        migrations.RunSQL(VIEW, _BEFORE.GROUPS.replace("CREATE VIEW", "CREATE OR REPLACE VIEW"))
    ]
