"""Start page: waiting questions and reports, and figures for overseers."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.guard.menu import roles_now
from network.agencies.models import Role
from network.desks.lists import DeskList
from network.desks.panels import NumbersPanel
from network.desks.worklist import own_desks

from ..problems.desk_views import ProblemsView
from ..selectors import counts
from .views import QuestionsView


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel with network-wide figures, for overseers only."""
    if Role.OVERSEER not in roles_now(request):
        return []
    heading = gettext_lazy("Questions of citizens in the network")
    return [NumbersPanel("questions", heading=heading, order=158, figures=_figures)]


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the lists of questions and reports, for people who serve an agency."""
    return own_desks(request, QuestionsView, ProblemsView)


def _figures() -> list[Figure]:
    """Return the network-wide figures. One query."""
    found, address = counts(day=timezone.localdate()), reverse("question_desk:index")
    late = found["overdue"]
    return [
        Figure(late, _("overdue"), f"{address}?state=late", serious=late > 0),
        Figure(found["open"], _("open questions"), address),
    ]
