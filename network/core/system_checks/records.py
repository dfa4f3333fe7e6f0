"""Stored results of rare jobs, for the system checks of their age."""

import datetime as dt
from typing import Any

from django.db import models


class SystemRecord(models.Model):
    """Latest result of one kind of job, e.g. "decision_chain". Contains no personal data."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        app_label = "core"


def record_result(name: str, *, now: dt.datetime, **data: Any) -> None:
    """Store the result of the job `name`, replacing the previous one; `data` is JSON."""
    SystemRecord.objects.update_or_create(name=name, defaults={"at": now, "data": data})


def latest_result(name: str) -> SystemRecord | None:
    """Return the latest result of the job `name`, or None if it never ran."""
    return SystemRecord.objects.filter(name=name).first()
