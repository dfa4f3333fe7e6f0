"""Let the roles in an agency end with the agency; roles of the network stay with their holders."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("network.agencies.migrations.0018_no_other_roles_during_an_act").VIEW
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
assert JOINED in BEFORE and IN_FORCE in BEFORE
AFTER = BEFORE.replace(JOINED, WITH_AGENCY).replace(IN_FORCE, OF_LIVING)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0018_no_other_roles_during_an_act")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
