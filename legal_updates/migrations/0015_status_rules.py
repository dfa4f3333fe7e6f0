"""Refuse to confirm one's own proposal in the database, and take over addresses as evidence."""

from django.db import migrations
from django.utils import timezone

from ..models.official import is_official_page

# Check constraints compare the two people of a row; this keeps the first one in the row.
RULES = """
CREATE FUNCTION legal_updates_proposed_by_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'legal_updates_relation' THEN
        IF OLD.confirmed_at IS NOT NULL THEN RETURN NEW; END IF;
    ELSIF OLD.state <> 'waiting' THEN
        IF (to_jsonb(NEW) - '{proposed_by_id,decided_by_id}'::text[])
            <> (to_jsonb(OLD) - '{proposed_by_id,decided_by_id}'::text[]) THEN
            RAISE EXCEPTION 'What was decided about a proposed status stays.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.proposed_by_id IS DISTINCT FROM OLD.proposed_by_id THEN
        RAISE EXCEPTION 'Who has proposed something stays until another person has decided.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER legal_updates_proposed_by_stays BEFORE UPDATE ON legal_updates_relation
    FOR EACH ROW EXECUTE FUNCTION legal_updates_proposed_by_stays();
CREATE TRIGGER legal_updates_proposed_by_stays BEFORE UPDATE ON legal_updates_statusproposal
    FOR EACH ROW EXECUTE FUNCTION legal_updates_proposed_by_stays();
"""
# Addresses that pages print: see `oversight.0010_web_addresses`, which holds those of older columns.
ADDRESSES = (
    ("legal_updates_legaldocument", "validity_evidence"),
    ("legal_updates_relation", "evidence_url"),
    ("legal_updates_statusproposal", "evidence_url"),
)
WEB_ONLY = [
    (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_is_web"
        f" CHECK ({column} = '' OR {column} ~* '^https?://')",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_is_web",
    )
    for table, column in ADDRESSES
]
UNDO = "DROP FUNCTION legal_updates_proposed_by_stays() CASCADE;"


def take_over_addresses(apps, schema_editor):
    """Make the source of a status its evidence where it is a page of the State."""
    documents = apps.get_model("legal_updates", "LegalDocument").objects.exclude(
        validity="undetermined"
    )
    sources = documents.filter(validity_source__startswith="http")
    for document in sources.only("validity_source", "validity_checked_on").iterator():
        day = document.validity_checked_on
        if day and is_official_page(document.validity_source, min(day, timezone.localdate())):
            documents.filter(pk=document.pk).update(validity_evidence=document.validity_source)


class Migration(migrations.Migration):
    dependencies = [("legal_updates", "0014_statuses_to_confirm")]
    operations = [
        migrations.RunPython(take_over_addresses, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        *(migrations.RunSQL(forward, back) for forward, back in WEB_ONLY),
        migrations.RunSQL(RULES, UNDO),
    ]
