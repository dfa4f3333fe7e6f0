"""Daily mails of single apps that still wait are done: the next one tells all of it."""

from typing import Any

from django.db import migrations
from django.db.models.functions import Now


def conclude(apps: Any, _editor: object) -> None:
    mails = apps.get_model("mailing", "QueuedMail")
    kinds = ["moderation.digest", "questions.waiting"]
    mails.objects.filter(kind__in=kinds, done_at=None).update(done_at=Now())


class Migration(migrations.Migration):
    dependencies = [("mailing", "0001_initial")]
    operations = [migrations.RunPython(conclude, migrations.RunPython.noop)]
