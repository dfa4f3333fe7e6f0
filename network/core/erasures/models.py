"""Notes of erasures. They hold no personal data: the key of a row that is gone leads nowhere."""

from django.db import models


class Erasure(models.Model):
    """A row that was erased: written by a trigger when it is deleted, or by `note_erasure`."""

    at = models.DateTimeField(db_index=True)
    # Of the registry ERASABLE, as "questions.Question".
    label = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    # A restore has brought the row back; the next `migrate` erases it again.
    pending = models.BooleanField(default=False)

    class Meta:
        app_label = "core"
        indexes = [
            models.Index(fields=["id"], name="erasure_pending", condition=models.Q(pending=True))
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.key}"
