"""Judge an act by the clock of the statement: one that ended within a transaction has ended."""

from importlib import import_module

from django.db import migrations

before = import_module("network.agencies.migrations.0006_audit_log_stays")
ACTS = before.ACTS.replace("now()", "statement_timestamp()")


class Migration(migrations.Migration):
    dependencies = [("agencies", "0007_invitations")]

    operations = [
        migrations.RunSQL(
            before.REPLACE + before.MEMBERS + ACTS,
            before.REPLACE + before.MEMBERS + before.ACTS,
        ),
    ]
