"""The start page: practices that wait for somebody."""

from django.http import HttpRequest

from network.desks.lists import DeskList
from network.desks.worklist import overseen_desks, own_desks

from .adoption_views import AdoptionsView
from .views import PracticesView


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return what waits for who serves an agency, or oversees them."""
    return overseen_desks(request, PracticesView) or own_desks(
        request, PracticesView, AdoptionsView
    )
