"""A confirmed fake counts as taken down only on new evidence that somebody else added."""

from importlib import import_module

from django.db import migrations

LAST = import_module("network.channels.migrations.0012_numbers_of_cases")
BEFORE = LAST.BEFORE.replace(LAST.WHY, LAST.WHY + LAST.NUMBER)
TAKEDOWN = """    ELSIF NEW.state = 'gone' AND OLD.state <> 'gone' AND NOT EXISTS (
        SELECT FROM channels_caseevidence e WHERE e.id = NEW.gone_evidence_id
            AND e.case_id = NEW.id AND e.added_at > OLD.seen_online_at
            AND e.added_by_id <> NEW.gone_by_id AND NEW.gone_at >= e.added_at
            AND NOT EXISTS (SELECT FROM channels_caseevidence older
                WHERE older.sha256 = e.sha256 AND older.id < e.id)) THEN
        why := 'A page is gone on new evidence that somebody else added.';
    ELSIF NEW.state = 'gone' AND OLD.state = 'gone'
        AND (NEW.gone_at, NEW.gone_by_id, NEW.gone_evidence_id)
            IS DISTINCT FROM (OLD.gone_at, OLD.gone_by_id, OLD.gone_evidence_id) THEN
        why := 'Who noted that a page is gone, when and on what evidence, stays.';
    ELSIF NEW.seen_online_at IS DISTINCT FROM OLD.seen_online_at
        AND (NEW.seen_online_at IS NULL OR NEW.seen_online_at < OLD.seen_online_at) THEN
        why := 'The moment at which a page was last seen online only grows.';
"""


class Migration(migrations.Migration):
    dependencies = [("channels", "0015_outcomes_as_columns")]
    operations = [migrations.RunSQL(BEFORE.replace(LAST.WHY, LAST.WHY + LAST.NUMBER + TAKEDOWN), BEFORE)]
