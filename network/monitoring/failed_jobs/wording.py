"""Failed jobs in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django.models import ProcrastinateJob

from network.core.queues import TASK_LABELS

_AWAY = gettext_lazy("The database did not answer.")
_FULL = gettext_lazy("The disk was full.")
_SLOW = gettext_lazy("Another server did not answer in time.")
_CLASH = gettext_lazy("The data had changed meanwhile.")
# By the name of the error's class.
_REASONS: dict[str, str | Promise] = {
    **dict.fromkeys(("OperationalError", "InterfaceError", "ConnectorException"), _AWAY),
    "DiskFull": _FULL,
    **dict.fromkeys(("TimeoutError", "ConnectionError", "ConnectionRefusedError"), _SLOW),
    **dict.fromkeys(("IntegrityError", "DoesNotExist", "DeadlockDetected"), _CLASH),
    "JobAborted": gettext_lazy("The worker was stopped before it had finished."),
}


def kind_of(task_name: str) -> str:
    """Return what people call a task, or its name if this version does not know it."""
    return str(TASK_LABELS.get(task_name, task_name))


def reason_of(job: ProcrastinateJob) -> str:
    """Return in one sentence why the job failed."""
    failure = getattr(job, "failure", None)
    if job.task_name not in TASK_LABELS:
        return _("This version of the program does not know the job.")
    if failure is None:
        return _("The reason was not recorded. Read the log of the worker.")
    return str(_REASONS.get(failure.error) or _("The program made an error."))


def detail_of(job: ProcrastinateJob) -> str:
    """Return what helps the people who maintain the program: error, line of code, attempts."""
    failure = getattr(job, "failure", None)
    error = f"{failure.error}, {failure.place}" if failure and failure.place else ""
    attempts = _("attempts: %d") % job.attempts
    return ", ".join(filter(None, (error or (failure.error if failure else ""), attempts)))
