"""Let the database itself refuse a superuser that no command asked for.

Wagtail's stock user form accepts a posted `is_superuser` from anybody who may edit users.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION accounts_refuse_superuser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_superuser AND (TG_OP = 'INSERT' OR NOT OLD.is_superuser)
       AND coalesce(current_setting('network.superuser_by_command', true), '') <> 'on' THEN
        RAISE EXCEPTION 'A superuser is made with manage.py createsuperuser only.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_refuse_superuser BEFORE INSERT OR UPDATE ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_superuser();
"""
BACKWARDS = """
DROP TRIGGER accounts_refuse_superuser ON accounts_user;
DROP FUNCTION accounts_refuse_superuser();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
