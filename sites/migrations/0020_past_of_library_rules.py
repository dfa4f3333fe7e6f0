"""Keep which library rules a section had and when, and what was passed over and taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The rules of today: earlier ones are unknown, so they count from the beginning.
FILL = """
INSERT INTO agency_sites_libraryruleperiod (page_id, rule, source_id, level, topic_id)
SELECT page_id, id, source_id, level, topic_id FROM agency_sites_libraryrule;
"""
RULES = """
CREATE FUNCTION agency_sites_rule_periods() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_first boolean;
BEGIN
    IF TG_TABLE_NAME = 'agency_sites_libraryruleperiod' THEN
        RAISE EXCEPTION 'Only a changed library rule begins or ends a period.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.page_id, NEW.source_id, NEW.level, NEW.topic_id)
        IS NOT DISTINCT FROM (OLD.page_id, OLD.source_id, OLD.level, OLD.topic_id) THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        UPDATE agency_sites_libraryruleperiod SET until = clock_timestamp()
        WHERE rule = OLD.id AND until IS NULL;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        -- The rules that a section gets on the day of its opening count from the beginning.
        SELECT TG_OP = 'INSERT' AND (page.first_published_at IS NULL
            OR (page.first_published_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
        INTO is_first FROM wagtailcore_page page WHERE page.id = NEW.page_id;
        INSERT INTO agency_sites_libraryruleperiod (page_id, rule, source_id, level, topic_id, since)
        VALUES (NEW.page_id, NEW.id, NEW.source_id, NEW.level, NEW.topic_id,
                CASE WHEN is_first THEN NULL ELSE clock_timestamp() END);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER agency_sites_rule_periods AFTER INSERT OR UPDATE OR DELETE
    ON agency_sites_libraryrule FOR EACH ROW EXECUTE FUNCTION agency_sites_rule_periods();
CREATE TRIGGER agency_sites_rule_periods BEFORE INSERT OR UPDATE
    ON agency_sites_libraryruleperiod FOR EACH ROW WHEN (pg_trigger_depth() = 0)
    EXECUTE FUNCTION agency_sites_rule_periods();
"""
UNDO = "DROP FUNCTION agency_sites_rule_periods() CASCADE;"
# Earlier releases know only what is passed over now.
FORGET = "DELETE FROM agency_sites_passedover WHERE taken_back_at IS NOT NULL"


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0019_roles_end_with_the_agency'),
        ('agency_sites', '0019_short_texts'),
        ('aggregator', '0016_two_people'),
        ('legal_updates', '0015_status_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LibraryRulePeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.BigIntegerField()),
                ('level', models.CharField(blank=True, choices=[('central', 'Central'), ('provincial', 'Provincial'), ('agency', 'Agency')], max_length=12, verbose_name='level')),
                ('since', models.DateTimeField(null=True, verbose_name='since')),
                ('until', models.DateTimeField(null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'period of a library rule',
                'verbose_name_plural': 'periods of library rules',
            },
        ),
        migrations.RemoveConstraint(
            model_name='passedover',
            name='passed_over_once',
        ),
        migrations.AddField(
            model_name='passedover',
            name='taken_back_at',
            field=models.DateTimeField(null=True, verbose_name='taken back'),
        ),
        migrations.AddConstraint(
            model_name='passedover',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('agency', 'item'), name='passed_over_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='passedover',
            constraint=models.CheckConstraint(condition=models.Q(('taken_back_at', None), ('taken_back_at__gte', models.F('passed_at')), _connector='OR'), name='passed_over_taken_back_later'),
        ),
        migrations.AddField(
            model_name='libraryruleperiod',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agency_sites.agencyhomepage'),
        ),
        migrations.AddField(
            model_name='libraryruleperiod',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='aggregator.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='libraryruleperiod',
            name='topic',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='legal_updates.topic', verbose_name='topic'),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, FORGET),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(RULES, UNDO),
    ]
