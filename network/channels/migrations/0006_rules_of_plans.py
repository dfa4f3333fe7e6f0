"""What cannot happen to plans, to lists of words, and to a channel that merges into another."""

from importlib import import_module

from django.db import migrations

CHANNELS = """
CREATE OR REPLACE FUNCTION channels_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE why text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'planned' OR OLD.approved_on IS NOT NULL THEN
            why := 'A channel that was sent for approval stays.';
        END IF;
    ELSIF OLD.state IN ('closed', 'handed_over', 'merged') AND NEW IS DISTINCT FROM OLD THEN
        why := 'A channel that ended stays as it is.';
    ELSIF NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN (
        'planned awaiting', 'awaiting planned', 'awaiting active', 'active paused',
        'paused active', 'active closed', 'active handed_over', 'active merged',
        'paused closed', 'paused handed_over', 'paused merged') THEN
        why := 'No channel goes from one of these states to the other.';
    ELSIF NEW.agency_id <> OLD.agency_id OR NEW.registered_by_id <> OLD.registered_by_id THEN
        why := 'A channel stays with its agency.';
    ELSIF (NEW.plan_id IS DISTINCT FROM OLD.plan_id
        OR NEW.state = 'active' AND OLD.state = 'awaiting') AND NOT EXISTS (
        SELECT FROM channels_channelplan p WHERE p.id = NEW.plan_id AND p.state = 'approved'
        AND p.agency_id = NEW.agency_id) THEN
        why := 'A channel is used by an approved plan of its agency.';
    ELSIF NEW.merged_into_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM channels_channel c WHERE c.id = NEW.merged_into_id AND c.id <> NEW.id
        AND c.state IN ('active', 'paused')) THEN
        why := 'A channel merges into another that is in use.';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
"""
BEFORE = import_module("network.channels.migrations.0002_rules").RULES.partition("CREATE TRIGGER")
PLANS = """
CREATE FUNCTION channels_plan_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE why text;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state = 'approved' AND NEW IS DISTINCT FROM OLD THEN
        why := 'An approved plan stays as it was signed.';
    ELSIF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            why := 'A plan that was sent for approval stays.';
        END IF;
    ELSIF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN (
        'draft awaiting', 'awaiting draft', 'awaiting approved') THEN
        why := 'No plan goes from one of these states to the other.';
    ELSIF TG_OP = 'UPDATE' AND (NEW.agency_id, NEW.written_by_id)
        IS DISTINCT FROM (OLD.agency_id, OLD.written_by_id) THEN
        why := 'A plan stays with its agency.';
    ELSIF NEW.carries_on_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM channels_channelplan p WHERE p.id = NEW.carries_on_id
        AND p.agency_id = NEW.agency_id AND p.state = 'approved'
        AND p.valid_from < NEW.valid_from) THEN
        why := 'A plan carries on an earlier, approved one of its agency.';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER channels_plan_rules BEFORE INSERT OR UPDATE OR DELETE ON channels_channelplan
    FOR EACH ROW EXECUTE FUNCTION channels_plan_rules();
CREATE FUNCTION channels_word_list_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A list of words stays as it was issued.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER channels_word_list_rules BEFORE UPDATE OR DELETE ON channels_wordlist
    FOR EACH ROW EXECUTE FUNCTION channels_word_list_rules();
"""
UNDO = """
DROP FUNCTION channels_plan_rules() CASCADE;
DROP FUNCTION channels_word_list_rules() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("channels", "0005_plans_and_words")]
    operations = [
        migrations.RunSQL(CHANNELS, BEFORE[0].replace("CREATE", "CREATE OR REPLACE")),
        migrations.RunSQL(PLANS, UNDO),
    ]
