"""Errors of failed background jobs. Procrastinate itself stores only the status."""

import traceback
from pathlib import Path

from django.conf import settings
from django.db import models
from procrastinate.contrib.django.models import ProcrastinateJob

OUTSIDE = "site-packages"
SAVE = """
INSERT INTO core_jobfailure (job_id, error, place, at)
SELECT id, %(error)s, %(place)s, now() FROM procrastinate_jobs WHERE id = %(job_id)s
ON CONFLICT (job_id) DO UPDATE SET error = excluded.error, place = excluded.place, at = excluded.at
"""


class JobFailure(models.Model):
    """The last error of a job. Deleted together with the job.

    Stores the exception class and the line of code, not the message, which may contain personal
    data.
    """

    # The foreign key in the migration deletes the row, because procrastinate deletes jobs by SQL.
    job = models.OneToOneField(
        ProcrastinateJob,
        primary_key=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="failure",
    )
    error = models.CharField(max_length=100)
    place = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()


def place_of(error: BaseException) -> str:
    """Return the innermost line of our own code in the traceback, or "" if there is none."""
    root = Path(settings.BASE_DIR)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(root) and OUTSIDE not in path.parts:
            return f"{path.relative_to(root)}:{frame.lineno}"[:200]
    return ""
