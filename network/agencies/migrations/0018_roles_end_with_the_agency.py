"""Let the roles in an agency end with the agency; roles of the network stay with their holders."""

from importlib import import_module

from django.db import migrations

GROUPS = import_module(
    "network.agencies.migrations.0001_squashed_0012_agency_kind_index"
).GROUPS.replace("CREATE VIEW", "CREATE OR REPLACE VIEW")
JOINED = """
 AND (role_group.agency_id = membership.agency_id OR role_group.agency_id IS NULL)
"""
WITH_AGENCY = f"""{JOINED.rstrip()}
LEFT JOIN agencies_agency agency ON agency.id = role_group.agency_id
"""
IN_FORCE = """
       OR membership.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
"""
OF_LIVING = f"""{IN_FORCE.rstrip()}
  AND (agency.valid_to IS NULL
       OR agency.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
"""
assert JOINED in GROUPS and IN_FORCE in GROUPS


class Migration(migrations.Migration):
    dependencies = [("agencies", "0017_name_the_collections")]
    operations = [
        migrations.RunSQL(
            GROUPS.replace(JOINED, WITH_AGENCY).replace(IN_FORCE, OF_LIVING), GROUPS
        )
    ]
