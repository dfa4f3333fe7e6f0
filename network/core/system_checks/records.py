"""Results of work that runs seldom, stored for the system checks that judge their age."""

import datetime as dt
from typing import Any

from django.db import models


class SystemRecord(models.Model):
    """The latest result of one kind of work, as "decision_chain"; holds no personal data."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        app_label = "core"


def record_result(name: str, *, now: dt.datetime, **data: Any) -> None:
    """Store the result of the work `name`, in place of the previous one; `data` is JSON."""
    SystemRecord.objects.update_or_create(name=name, defaults={"at": now, "data": data})


def latest_result(name: str) -> SystemRecord | None:
    """Return the latest result of the work `name`, None if it never ran."""
    return SystemRecord.objects.filter(name=name).first()
