"""Transitions of a problem report."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.desks.roles import HANDLING
from network.desks.transitions import Transition, name_or_somebody

from ..models import ProblemReport


def _closed(report: ProblemReport) -> str:
    if not report.closed_at:
        return ""
    return _("%(who)s has closed this report already: %(note)s") % {
        "who": name_or_somebody(report.closed_by),
        "note": report.note,
    }


CLOSE = Transition[ProblemReport](
    name="problem", label=gettext_lazy("Close the report"), roles=HANDLING, conditions=(_closed,)
)
