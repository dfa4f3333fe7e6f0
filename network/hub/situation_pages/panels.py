"""Start page panel of the agencies that keep a situation: what its page still lacks."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.models import Agency, Role
from network.agencies.scope import Scope, scope_now
from network.desks.panels import NumbersPanel

from ..situations.models import Situation
from ..situations.selectors import situations
from .selectors import SituationPage


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel for people of a keeper, and for network admins while a keeper is missing.

    Else []. One query, and three for each situation that the user's agencies keep.
    """
    scope = scope_now(request)
    figures = _kept_by(scope)
    is_admin = Role.NETWORK_ADMIN in scope.roles
    unkept = sum(not each.keeper_code for each in situations()) if is_admin else 0
    if unkept:
        address = reverse("hub_situation_modeladmin_index")
        figures.append(Figure(unkept, _("without an agency that keeps them"), address))
    if not figures:
        return []
    heading = gettext_lazy("Pages of “I need” to complete")
    return [NumbersPanel("situations", heading=heading, order=152, figures=lambda: figures)]


def _kept_by(scope: Scope) -> list[Figure]:
    if not scope.agency_roles:
        return []
    own = Agency.objects.filter(pk__in=scope.agency_roles)
    rows = Situation.objects.filter(keeper_code__in=own.values("code"))
    pages = [SituationPage(each, timezone.localdate()) for each in rows]
    return [
        Figure(len(missing), _label(page.situation, missing), page.situation.get_absolute_url())
        for page in pages
        if (missing := page.missing)
    ]


def _label(situation: Situation, missing: list[str | Promise]) -> str:
    return f"{situation.label}: {', '.join(map(str, missing))}"
