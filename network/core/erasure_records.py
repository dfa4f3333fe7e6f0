"""Records of erasures. Not personal data: the key of a deleted row leads nowhere."""

from django.db import models


class Erasure(models.Model):
    """An erased row. Written by a trigger on deletion, or by `note_erasure`."""

    at = models.DateTimeField(db_index=True)
    # Name in the registry ERASABLE, e.g. "questions.Question".
    label = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    # A restore may have brought the row back. The next `migrate` erases it again.
    pending = models.BooleanField(default=False)

    class Meta:
        app_label = "core"
        indexes = [
            models.Index(fields=["id"], name="erasure_pending", condition=models.Q(pending=True))
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.key}"
