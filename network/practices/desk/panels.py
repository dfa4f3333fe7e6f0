"""Practices in the worklist of the start page."""

from django.http import HttpRequest

from network.desks.lists import DeskList
from network.desks.worklist import overseen_desks, own_desks

from .adoption_views import AdoptionsView
from .views import PracticesView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return the desks with tasks for the user, who serves an agency or is an overseer."""
    return overseen_desks(request, PracticesView) or own_desks(
        request, PracticesView, AdoptionsView
    )
