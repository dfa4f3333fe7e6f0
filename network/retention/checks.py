"""What the screen of the system's state says of the nightly deletion."""

import datetime as dt

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.system_checks.findings import SystemCheck, SystemFinding, good, warning
from network.core.system_checks.records import latest_result

from .services import RECORD

# Two nights may be missed, when the machine was off.
OLDEST = dt.timedelta(days=3)


def check_pruning(now: dt.datetime) -> SystemFinding | None:
    """Tell what the last night deleted; None before the first night."""
    record = latest_result(RECORD)
    if record is None:
        return None
    rows, size = record.data["rows"], record.data["bytes"]
    value = _("%(rows)d old rows and files deleted, %(size)s") % {
        "rows": rows,
        "size": filesizeformat(size),
    }
    figures = {"rows": rows, "bytes": size}
    if now - record.at > OLDEST:
        return warning(
            _("not done for days"),
            what=_("Old rows are not deleted any more, so the database grows."),
            to_do=_("Look for the failed job “retention.prune” and run it again."),
            figures=figures,
        )
    if record.data["errors"]:
        return warning(
            value,
            what=_("Rows of %(tables)s could not be deleted.")
            % {"tables": ", ".join(record.data["errors"])},
            to_do=_("Give the worker's log of last night to whoever maintains the software."),
            figures=figures,
        )
    return good(value, figures=figures)


CHECKS = {"pruning": SystemCheck(gettext_lazy("Deletion of old data"), check_pruning)}
