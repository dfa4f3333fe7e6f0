"""Let an adoption that runs go back to being tried: the form offers it, the database refused it."""

from importlib import import_module

from django.db import migrations

OLD_RULES = import_module("network.practices.migrations.0004_two_people").NEW_RULES
NEW_RULES = OLD_RULES.replace("'running stopped'", "'running trying', 'running stopped'")


class Migration(migrations.Migration):
    dependencies = [("practices", "0004_two_people")]
    operations = [migrations.RunSQL(NEW_RULES, OLD_RULES)]
