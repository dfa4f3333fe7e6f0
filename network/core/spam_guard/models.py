"""How often somebody did something within the hour."""

from django.db import models


class AttemptCount(models.Model):
    """So many attempts since a moment; the key is a keyed hash that leads back to nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        app_label = "core"
