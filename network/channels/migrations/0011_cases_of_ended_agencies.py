"""An open case may go on with whoever follows an agency that has ended."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("network.channels.migrations.0004_case_rules").RULES
BEFORE = BEFORE[: BEFORE.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
OLD = """(NEW.agency_id, NEW.address_key, NEW.opened_by_id) IS DISTINCT FROM
          (OLD.agency_id, OLD.address_key, OLD.opened_by_id) THEN"""
NEW = """(NEW.address_key, NEW.opened_by_id) IS DISTINCT FROM (OLD.address_key, OLD.opened_by_id)
       OR NEW.agency_id <> OLD.agency_id AND (
           NEW.state NOT IN ('found', 'verifying') OR NOT EXISTS (
               SELECT FROM agencies_agency WHERE id = OLD.agency_id
               AND valid_to < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)) THEN"""


class Migration(migrations.Migration):
    dependencies = [("channels", "0010_post_rules")]
    operations = [migrations.RunSQL(BEFORE.replace(OLD, NEW), BEFORE)]
