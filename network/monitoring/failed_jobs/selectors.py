"""Select failed jobs."""

from django.db.models import F, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from network.accounts.models import User
from network.agencies.scope import Scope


def failed_jobs(kind: str = "") -> QuerySet[ProcrastinateJob]:
    """Return the failed jobs, those that failed last first; of one task if `kind` names it."""
    rows = ProcrastinateJob.objects.filter(status="failed").select_related("failure")
    if kind:
        rows = rows.filter(task_name=kind)
    return rows.order_by(F("failure__at").desc(nulls_last=True), "-pk")


def failed_kinds() -> list[str]:
    """Return the names of the tasks that have failed jobs. One query."""
    rows = ProcrastinateJob.objects.filter(status="failed").order_by("task_name")
    return list(rows.values_list("task_name", flat=True).distinct())


def reaches_job(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether this job has failed. The guard prescribes the signature."""
    return failed_jobs().filter(pk=pk).exists()
