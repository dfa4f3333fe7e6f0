"""Start page panel of a commune: what the standard still asks."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.scope import scope_now
from network.desks.panels import NumbersPanel
from network.oversight.models import Status
from network.reporting.totals import COMMUNE_KINDS

from .models import CommuneResult


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel for people who serve a commune with results, else []. At most one query."""
    kinds = scope_now(request).agency_kinds
    own = sorted(agency for agency, kind in kinds.items() if kind in COMMUNE_KINDS)
    if not own:
        return []
    rows = CommuneResult.objects.filter(agency__in=own, year=timezone.localdate().year)
    states = list(rows.values_list("status", flat=True))
    if not states:
        return []
    address = reverse("commune_standard:own")
    missing, unknown = (states.count(each) for each in (Status.NOT_MET, Status.UNKNOWN))
    figures = [
        Figure(states.count(Status.MET), _("indicators met"), address),
        Figure(missing, _("indicators not met"), address, serious=bool(missing)),
        Figure(unknown, _("indicators without a figure"), address, serious=bool(unknown)),
    ]
    heading = gettext_lazy("Commune standard of access to law")
    return [
        NumbersPanel(
            "commune-standard", heading=heading, order=151, figures=lambda: figures, is_open=True
        )
    ]
