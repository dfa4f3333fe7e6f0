"""System check of failed jobs."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.system_checks.findings import SystemCheck, SystemFinding, good, warning

from .selectors import failed_jobs
from .views import INDEX


def check_failed_jobs(now: dt.datetime) -> SystemFinding:
    """Count the jobs that ended with an error."""
    count = failed_jobs().count()
    if not count:
        return good("0", url_name=INDEX, figures={"jobs": 0})
    return warning(
        str(count),
        what=_("Background jobs ended with an error, and their work was not done."),
        to_do=_("Open the list, remove the reason, then try the jobs again or give them up."),
        url_name=INDEX,
        figures={"jobs": count},
    )


CHECKS = {"failed_jobs": SystemCheck(gettext_lazy("Failed jobs"), check_failed_jobs)}
