"""Note what is erased: `migrate` puts the trigger on each table that the registry ERASABLE names."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION core_note_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_erasure (at, label, key, pending)
    VALUES (now(), TG_ARGV[0], to_jsonb(OLD) ->> TG_ARGV[1], false);
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0011_backup_jobs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('label', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=40)),
                ('pending', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('pending', True)), fields=['id'], name='erasure_pending')],
            },
        ),
        # CASCADE takes the triggers along, which come back with the next `migrate`.
        migrations.RunSQL(FUNCTION, "DROP FUNCTION core_note_erasure() CASCADE;"),
    ]
