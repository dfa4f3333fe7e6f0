"""Start page panel of the sample audit that is under way."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.guard.menu import roles_now
from network.agencies.models import Role
from network.desks.panels import NumbersPanel

from ..models.audits import Audit

_IS_JUDGED, _IS_REJECTED = Q(cells__judged_at__isnull=False), Q(cells__verdict__isnull=False)


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the progress of the open audit for overseers, nothing for others. One query."""
    if Role.OVERSEER not in roles_now(request):
        return []
    counted = Audit.objects.defer("frame").annotate(
        judged=Count("cells", filter=_IS_JUDGED), rejected=Count("cells", filter=_IS_REJECTED)
    )
    audit = counted.annotate(cells_drawn=Count("cells")).filter(closed_at=None).first()
    if audit is None:
        return []
    address = reverse("oversight:audit")
    figures = [
        Figure(audit.cells_drawn - audit.judged, _("cells still to look at"), address),
        Figure(audit.judged - audit.rejected, _("cells accepted"), address),
        Figure(audit.rejected, _("cells not accepted"), reverse("oversight:verdicts"), True),
    ]
    heading = _("Sample audit of %s") % audit
    return [
        NumbersPanel("audit", heading=heading, order=140, figures=lambda: figures, is_open=True)
    ]
