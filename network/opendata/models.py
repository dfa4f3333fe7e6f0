"""The files of the catalogue."""

from django.db import models


class CatalogueFile(models.Model):
    """A file of the newest edition of the catalogue: a set as CSV or JSON, or the manifest.

    Stored in the database, so that one transaction replaces a whole edition, and every web process
    serves the same one.
    """

    name = models.CharField(max_length=60, unique=True)
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    body = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
