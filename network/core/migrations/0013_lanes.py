"""Indexes with which a worker finds the next job of its lane without reading the others."""

from django.db import migrations

CREATE = """
CREATE INDEX network_jobs_next ON procrastinate_jobs (queue_name, priority DESC, id)
    WHERE status = 'todo';
CREATE INDEX network_jobs_of_lock ON procrastinate_jobs (lock, priority DESC, id)
    WHERE status = 'todo' AND lock IS NOT NULL;
"""
DROP = "DROP INDEX network_jobs_next; DROP INDEX network_jobs_of_lock;"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0012_erasures"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
