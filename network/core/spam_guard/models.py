"""Counters of attempts, used by the public forms and by sign-in."""

from django.db import models


class AttemptCount(models.Model):
    """Number of attempts since a moment. The key is a keyed hash that identifies nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        app_label = "core"


class AttemptLevel(models.Model):
    """Level of attempts by one actor (see `delays.DelayRule`); the key is a keyed hash."""

    key = models.CharField(max_length=64, primary_key=True)
    level = models.FloatField()
    at = models.DateTimeField()
    # From this moment on the row has no effect and may be deleted.
    until = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "core"
